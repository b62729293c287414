import type { Mail } from './readMails.ts';

/** All mails on one page, newest first; it loads itself again every five seconds. */
export function mailList(mails: readonly Mail[]): string {
  const rows = mails.map(({ id, channel, to, subject, sent_at }) =>
    `<tr><td>${escape(sent_at)}</td><td>${escape(channel)}</td><td>${escape(to)}</td>` +
    `<td><a href="${encodeURIComponent(id)}">${escape(subject || '(no subject)')}</a></td></tr>`);
  const table = `<table><tr><th>sent</th><th>by</th><th>to</th><th>subject</th></tr>${rows.join('\n')}</table>`;
  const body = rows.length > 0 ? table : '<p>No mail has been sent yet.</p>';
  return page('Outbox', `<h1>Outbox</h1>${body}`, '<meta http-equiv="refresh" content="5">');
}

export function mailPage({ channel, to, subject, body, sent_at }: Mail): string {
  const head = `<p><a href="./">all mails</a></p><h1>${escape(subject)}</h1><p>${escape(channel)} to ${escape(to)}, ${escape(sent_at)}</p>`;
  return page(subject, `${head}<pre>${withLinks(body)}</pre>`);
}

const withLinks = (text: string): string =>
  text.split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)])/g)
    .map((part, index) => (index % 2 ? `<a href="${escape(part)}">${escape(part)}</a>` : escape(part)))
    .join('');

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character]!);

const style = 'body{font:16px system-ui,sans-serif;margin:1rem auto;max-width:60rem;padding:0 1rem}table{border-collapse:collapse;width:100%}' +
  'th,td{text-align:left;padding:.3rem .6rem .3rem 0;vertical-align:top;overflow-wrap:anywhere}pre{white-space:pre-wrap;font:inherit}';

const page = (title: string, body: string, head = ''): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    ${head}
    <title>${escape(title)}</title>
    <link rel="icon" href="data:,">
    <style>${style}</style>
  </head>
  <body>${body}</body>
</html>
`;
