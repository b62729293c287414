import { addAddress } from './addAddress.ts';
import { addComment } from './addComment.ts';
import { addPaymentMethod } from './addPaymentMethod.ts';
import { arriveOnSite } from './arriveOnSite.ts';
import { cancelContract } from './cancelContract.ts';
import { cancelTicket } from './cancelTicket.ts';
import { completeVisit } from './completeVisit.ts';
import { createTicket } from './createTicket.ts';
import { inviteToSurvey } from './inviteToSurvey.ts';
import { login } from './login.ts';
import { logout } from './logout.ts';
import { publishArticle } from './publishArticle.ts';
import { rateArticle } from './rateArticle.ts';
import { refreshSession } from './refreshSession.ts';
import { registerCustomer } from './registerCustomer.ts';
import { requestTimeOff } from './requestTimeOff.ts';
import { runBilling } from './runBilling.ts';
import { saveExpert } from './saveExpert.ts';
import { saveProduct } from './saveProduct.ts';
import { sendNotification } from './sendNotification.ts';
import { startTravel } from './startTravel.ts';
import { submitSurvey } from './submitSurvey.ts';
import { subscribeToPlan } from './subscribeToPlan.ts';
import { updateNotificationPreferences } from './updateNotificationPreferences.ts';
import { updateProfile } from './updateProfile.ts';
import { updateTicket } from './updateTicket.ts';

export const Mutation = {
  addAddress,
  addComment,
  addPaymentMethod,
  arriveOnSite,
  cancelContract,
  cancelTicket,
  completeVisit,
  createTicket,
  inviteToSurvey,
  login,
  logout,
  publishArticle,
  rateArticle,
  refreshSession,
  registerCustomer,
  requestTimeOff,
  runBilling,
  saveExpert,
  saveProduct,
  sendNotification,
  startTravel,
  submitSurvey,
  subscribeToPlan,
  updateNotificationPreferences,
  updateProfile,
  updateTicket,
};
