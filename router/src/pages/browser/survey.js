// The survey behind the link in a mail: the path's last part is the token.
const place = document.getElementById('survey');
const token = decodeURIComponent(location.pathname.split('/').pop());

const element = (name, attributes = {}, ...children) => {
  const made = Object.assign(document.createElement(name), attributes);
  made.append(...children);
  return made;
};
const say = (text) => place.replaceChildren(element('p', {}, text));

async function send(query, variables) {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch('/graphql', { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
  const { data, errors } = await response.json();
  if (errors) throw new Error(errors[0].message);
  return data;
}

const options = (question) => (question.kind === 'RATING' ? ['1', '2', '3', '4', '5'] : (question.choices ?? []));

function field(question) {
  if (question.kind === 'TEXT') return element('textarea', { name: question.id, maxLength: 2000, rows: 4 });
  const choices = options(question).map((choice) => element('label', {}, element('input', { type: 'radio', name: question.id, value: choice, required: true }), ` ${choice} `));
  return element('span', {}, ...choices);
}

function answerTo(question, value) {
  if (question.kind === 'RATING') return { questionId: question.id, rating: Number(value) };
  return question.kind === 'CHOICE' ? { questionId: question.id, choice: value } : { questionId: question.id, text: value };
}

function show({ ticketNumber, questions }) {
  const form = element('form', {}, element('h1', {}, `How was it? (${ticketNumber})`));
  for (const question of questions) form.append(element('fieldset', {}, element('legend', {}, question.text), field(question)));
  form.append(element('button', {}, 'Send'), element('output'));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const values = new FormData(form);
    const answers = questions.filter(({ id }) => values.get(id)).map((question) => answerTo(question, values.get(question.id)));
    try {
      const query = 'mutation SubmitSurvey($input: SubmitSurveyInput!) { submitSurvey(input: $input) { invitation { id status } userErrors { code message field } } }';
      const { submitSurvey } = await send(query, { input: { token, answers } });
      if (submitSurvey.userErrors.length === 0) say('Thank you.');
      else form.querySelector('output').textContent = submitSurvey.userErrors[0].message;
    } catch (error) {
      form.querySelector('output').textContent = error.message;
    }
  });
  place.replaceChildren(form);
}

try {
  const query = 'query SurveyByToken($token: String!) { surveyInvitation(token: $token) { id status ticketNumber questions { id kind text choices } } }';
  const { surveyInvitation } = await send(query, { token });
  if (!surveyInvitation) say('This link leads to no survey.');
  else if (surveyInvitation.status !== 'SENT') say('This survey has been answered, or is over. Thank you.');
  else show(surveyInvitation);
} catch (error) {
  say(error.message);
}
