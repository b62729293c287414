import { neverThrowing } from '@sysops-squad/chassis/listeners';
import { Router } from 'express';
import type { Logger } from 'pino';
import type { Pool } from '../database.ts';
import type { Channels } from '@sysops-squad/chassis/delivery/channels';
import { plans } from '../plans.ts';
import { afterCompletion } from './afterCompletion.ts';
import { answerSurvey } from './answerSurvey.ts';
import { answeredSurveys } from './answeredSurveys.ts';
import { articles } from './articles.ts';
import { assignInMemory } from './assignInMemory.ts';
import { createTicket } from './createTicket.ts';
import { experts } from './experts.ts';
import { inviteToSurvey } from './inviteToSurvey.ts';
import type { Action } from './lifeCycle.ts';
import { moves } from './lifeCycle.ts';
import { login } from './login.ts';
import { moveTicket } from './moveTicket.ts';
import { notify } from './notify.ts';
import { register } from './register.ts';
import { reports } from './reports.ts';
import { rosterDigest } from './rosterDigest.ts';
import { runBilling } from './runBilling.ts';
import { skills } from './skills.ts';
import { hashOf, readInvitation } from './surveyInvitation.ts';
import { addTimeOff } from './timeOff.ts';

export type Parts = { pool: Pool; channels: Channels; tokenSecret: string; logger: Logger; production: boolean };

export function workflowRoutes(parts: Parts): Router {
  return Router().use(people(parts), tickets(parts), surveys(parts), knowledge(parts), office(parts));
}

function people({ pool, channels, production }: Parts): Router {
  const [signIn, signUp, staff, timeOff, tell] = [login(pool, production), register(pool), experts(pool), addTimeOff(pool), notify(pool, channels)];
  const digest = rosterDigest(pool);
  return Router()
    .post('/login', async (request, response) => void response.json(await signIn(request.body)))
    .post('/register', async (request, response) => void response.status(201).json(await signUp(request.body)))
    .get('/experts', async (request, response) => {
      const { rows, total } = await staff.list(request.query);
      response.set('x-total-count', String(total)).json(rows);
    })
    .post('/experts', async (request, response) => void response.status(201).json(await staff.create(request.body)))
    .patch('/experts/:id', async (request, response) => void response.json(await staff.change(request.params.id, request.body)))
    .get('/roster-digest', async (_request, response) => void response.json(await digest()))
    .post('/experts/:id/time-off', async (request, response) => void response.status(201).json(await timeOff(request.params.id, request.body)))
    .post('/notifications', async (request, response) => {
      const { delivery, fresh } = await tell(request.body);
      response.status(fresh ? 201 : 200).json(delivery);
    });
}

function tickets({ pool, channels, tokenSecret, logger }: Parts): Router {
  const [create, move, invite, tell] = [createTicket(pool), moveTicket(pool), inviteToSurvey(pool, tokenSecret), notify(pool, channels)];
  // Nothing waits for this and nothing repeats it: the fault for which the monolith is known.
  const afterReply = (work: () => Promise<void>) => void setImmediate(neverThrowing(work, (err) => logger.error({ err }, 'work after the reply failed')));
  const router = Router().post('/tickets', async (request, response) => {
    const ticket = await create(request.body);
    response.status(201).json(ticket);
    afterReply(() => assignInMemory(pool, ticket.id));
  });
  for (const action of Object.keys(moves) as Action[]) {
    router.post(`/tickets/:id/${action}`, async (request, response) => {
      const ticket = await move(action, request.params.id, request.body);
      response.json(ticket);
      if (action === 'complete') afterReply(() => afterCompletion(ticket, invite, tell));
    });
  }
  return router;
}

function surveys({ pool, tokenSecret }: Parts): Router {
  const [invite, answer, answered] = [inviteToSurvey(pool, tokenSecret), answerSurvey(pool), answeredSurveys(pool)];
  return Router()
    .post('/surveys/invitations', async (request, response) => {
      const { invitation, fresh } = await invite(request.body);
      response.status(fresh ? 201 : 200).json(invitation);
    })
    .get('/surveys/invitations/by-token/:token', async (request, response) => void response.json(await readInvitation(pool, 'token_hash', hashOf(request.params.token))))
    .post('/surveys/invitations/by-token/:token/answers', async (request, response) => void response.json(await answer(request.params.token, request.body)))
    .get('/surveys/answered', async (request, response) => void response.json(await answered(request.query)));
}

function knowledge({ pool }: Parts): Router {
  const library = articles(pool);
  return Router()
    .get('/articles', async (request, response) => {
      const { rows, total } = await library.list(request.query);
      response.set('x-total-count', String(total)).json(rows);
    })
    .put('/articles/:id', async (request, response) => {
      const { article, fresh } = await library.put(request.params.id, request.body);
      response.status(fresh ? 201 : 200).json(article);
    })
    .post('/articles/:id/vote', async (request, response) => void response.json(await library.vote(request.params.id, request.body)))
    .get('/skills', async (_request, response) => void response.json(await skills(pool)));
}

function office({ pool }: Parts): Router {
  const [report, bill] = [reports(pool), runBilling(pool)];
  return Router()
    .get('/plans', (_request, response) => void response.json(plans))
    .get('/reports/tickets', async (request, response) => void response.json(await report.tickets(request.query)))
    .get('/reports/financial', async (request, response) => void response.json(await report.financial(request.query)))
    .get('/reports/experts', async (request, response) => {
      const { rows, total } = await report.experts(request.query);
      response.set('x-total-count', String(total)).json(rows);
    })
    .post('/billing/run', async (request, response) => void response.json(await bill(request.query['period'])));
}
