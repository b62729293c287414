// The pages behind the links in mails about an account. The token stands behind #, so that it reaches no server but by this script.
const place = document.getElementById('account');
const token = location.hash.slice(1);
history.replaceState(null, '', location.pathname);

const element = (name, attributes = {}, ...children) => {
  const made = Object.assign(document.createElement(name), attributes);
  made.append(...children);
  return made;
};
const say = (text) => place.replaceChildren(element('p', {}, text));

// As they stand in operations/account.graphql: in production the router takes nothing else.
const documents = {
  verifyEmail: 'mutation VerifyEmail($input: VerifyEmailInput!) {\n  verifyEmail(input: $input) { userErrors { code message field } }\n}',
  resetPassword: 'mutation ResetPassword($input: ResetPasswordInput!) {\n  resetPassword(input: $input) { userErrors { code message field } }\n}',
};

async function send(field, input) {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch('/graphql', { method: 'POST', headers, body: JSON.stringify({ query: documents[field], variables: { input } }) });
  const { data, errors } = await response.json();
  if (errors) throw new Error(errors[0].message);
  return data[field].userErrors[0]?.message ?? null;
}

function ask(form, field, inputOf, thanks) {
  form.append(element('output'));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const refusal = await send(field, inputOf(new FormData(form))).catch((error) => error.message);
    if (refusal === null) say(thanks);
    else form.querySelector('output').textContent = refusal;
  });
  place.replaceChildren(form);
}

const heading = (text) => element('h1', {}, text);
const newPassword = () =>
  element('label', {}, 'New password ', element('input', { type: 'password', name: 'password', autocomplete: 'new-password', required: true, maxLength: 200 }));

const presentPassword = () =>
  element('label', {}, 'Password ', element('input', { type: 'password', name: 'password', autocomplete: 'current-password', required: true, maxLength: 200 }));

if (!/^[\w-]{20,100}$/.test(token)) say('This link is not whole: open it from the mail once more.');
else if (location.pathname === '/reset-password') {
  const form = element('form', {}, heading('Choose a new password'), newPassword(), ' ', element('button', {}, 'Save'));
  ask(form, 'resetPassword', (values) => ({ token, password: values.get('password') }), 'Your new password is saved. You can sign in with it now.');
} else {
  // The password, because an account may have been opened by another person with this address.
  const why = 'Type the password that you chose when you registered. If you did not register, close this page: nothing happens.';
  const form = element('form', {}, heading('Confirm your e-mail address'), element('p', {}, why), presentPassword(), ' ', element('button', {}, 'Confirm'));
  ask(form, 'verifyEmail', (values) => ({ token, password: values.get('password') }), 'Thank you. Your e-mail address is confirmed.');
}
