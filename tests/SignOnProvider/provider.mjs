// A council's provider of sign-ins on this machine, for tests: node provider.mjs <port> <client id> <client secret> <address of the portal>
// It lets in anybody: who is typed is who it is, with the groups and the second step that are typed.
import { Provider } from 'oidc-provider';

const [port, clientId, clientSecret, portal] = process.argv.slice(2);
const people = new Map();

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{
    client_id: clientId,
    client_secret: clientSecret,
    token_endpoint_auth_method: 'client_secret_post',
    redirect_uris: [`${portal}/sign-in/council`],
    post_logout_redirect_uris: [`${portal}/sign-in`],
    require_auth_time: true,
  }],
  claims: { openid: ['sub', 'amr', 'groups'], email: ['email'], profile: ['preferred_username'] },
  // As Entra does: what the portal needs stands in the ID token.
  conformIdTokenClaims: false,
  cookies: { keys: ['only for tests'] },
  features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true, logoutSource: (ctx, form) => { ctx.body = page(`${form}<button form="op.logoutForm" name="logout" value="yes">Sign out</button>`); } } },
  findAccount: (ctx, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: `${id}@council.example`, preferred_username: `${id}@council.example`, groups: people.get(id) ?? [] }),
  }),
  // The council agreed for its people.
  loadExistingGrant: async ctx => {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope('openid profile email');
    await grant.save();
    return grant;
  },
  pkce: { required: () => true },
});

const page = body => `<!DOCTYPE html><html lang="en-GB"><head><title>The council’s sign-in</title><link rel="icon" href="data:,"></head><body><main><h1>The council’s sign-in</h1>${body}</main></body></html>`;

async function read(request) {
  let text = '';
  for await (const chunk of request) text += chunk;
  return new URLSearchParams(text);
}

provider.use(async (ctx, next) => {
  if (!ctx.path.startsWith('/interaction/')) return next();
  if (ctx.method === 'POST') {
    const form = await read(ctx.req);
    const name = form.get('name');
    if (form.has('stop'))
      return provider.interactionFinished(ctx.req, ctx.res, { error: 'access_denied', error_description: 'Ring this number' });
    people.set(name, form.get('groups').split(' ').filter(g => g));
    return provider.interactionFinished(ctx.req, ctx.res, { login: { accountId: name, amr: form.has('second') ? ['pwd', 'mfa'] : ['pwd'] } });
  }
  await provider.interactionDetails(ctx.req, ctx.res);
  ctx.type = 'html';
  ctx.body = page(`<form method="post" action="${ctx.path}">
    <p><label>Name <input name="name"></label></p>
    <p><label>Groups <input name="groups"></label></p>
    <p><label><input type="checkbox" name="second"> Second step</label></p>
    <p><button>Sign in</button> <button name="stop" value="yes">Stop</button></p></form>`);
});

provider.listen(port, '127.0.0.1', () => console.log('ready'));
