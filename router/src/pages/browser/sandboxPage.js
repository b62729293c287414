// Apollo Sandbox in this page: requests go from here to this router; headers of a signed-in person are filled in.
import { accessToken, settings, startSignIn } from '/pages/signIn.js';

function show() {
  if (!window.EmbeddedSandbox) return;
  const token = accessToken();
  document.getElementById('explorer').replaceChildren();
  new window.EmbeddedSandbox({
    target: '#explorer',
    initialEndpoint: new URL('/graphql', location.href).href,
    initialSubscriptionEndpoint: new URL('/graphql', location.href).href.replace(/^http/, 'ws'),
    initialState: {
      document: settings.operations,
      variables: settings.accounts ? { email: settings.accounts[0], password: settings.password } : {},
      headers: token ? { Authorization: `Bearer ${token}` } : {},
    },
    includeCookies: false,
    runTelemetry: false,
  });
}

startSignIn(show);
addEventListener('DOMContentLoaded', show, { once: true });
if (document.readyState !== 'loading') show();
