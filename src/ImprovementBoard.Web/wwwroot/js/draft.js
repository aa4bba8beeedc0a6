// Keeps what is typed into a form with data-draft: on this device at once, on the server every few seconds. Without this script the form still posts.
const PREFIX = 'draft:', PAUSE = 2000, AGAIN = 10000, PATIENCE = 20000, KEEP_DAYS = 14;
const HELD = 'Not connected: kept on this device';

// Where a browser refuses storage the page itself remembers, so that the server still gets what is typed.
const memory = new Map();
const names = () => Object.keys(localStorage).filter(name => name.startsWith(PREFIX));
const read = name => { try { return memory.get(name) ?? JSON.parse(localStorage.getItem(name)); } catch { return null; } };
const token = () => document.querySelector('input[name="__RequestVerificationToken"]')?.value ?? '';

function write(name, record) {
  memory.set(name, record);
  try { localStorage.setItem(name, JSON.stringify(record)); } catch { /* full or refused */ }
}

function drop(name) {
  memory.delete(name);
  localStorage.removeItem(name);
}

// A browser that is signed out is led to the sign-in page.
const signedOut = answer => answer.redirected && new URL(answer.url).pathname === '/sign-in';

// Sends one record. Answers 'saved', 'gone' (posted meanwhile), 'refused' or 'unreachable'.
async function send(name, keepalive = false) {
  const record = read(name);
  if (!record) return { how: 'gone' };
  const body = new URLSearchParams(record.values);
  body.set('__RequestVerificationToken', token());
  let answer;
  try {
    answer = await fetch(record.url, { method: 'POST', body, keepalive: keepalive && body.toString().length < 60000, signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    return { how: 'unreachable' };
  }
  if (answer.status === 410) {
    drop(name);
    return { how: 'gone' };
  }
  if (!answer.ok || answer.redirected) return { how: 'refused', signedOut: signedOut(answer) };
  const { at, words } = await answer.json();
  const now = read(name);
  if (now && now.at === record.at) write(name, { ...now, saved: at, dirty: false });
  return { how: 'saved', words, at };
}

function watch(form, again) {
  const name = PREFIX + form.dataset.keep;
  const kept = form.querySelector('[data-kept]'), said = form.querySelector('[data-said]'), button = form.querySelector('button.button');
  const afresh = document.querySelector('form.restored');
  let timer, sending = null, over = false;

  const values = () => Object.fromEntries([...new FormData(form)].filter(([field]) => field.startsWith('Input.')));
  const keep = () => write(name, { at: Date.now(), url: form.dataset.draft, dirty: true, saved: Number(form.dataset.saved) || 0, values: values() });

  async function save(leaving = false) {
    clearTimeout(timer);
    if (over || !read(name)?.dirty) return;
    if (sending && !leaving) { await sending; return save(); }
    sending = send(name, leaving);
    const { how, words, at, signedOut: out } = await sending;
    sending = null;
    if (at) form.dataset.saved = at;
    if (over) return;
    if (how === 'saved') [kept.textContent, said.textContent] = [`Draft saved ${words}`, ''];
    else if (how === 'unreachable') [kept.textContent, said.textContent] = ['', HELD];
    else if (how === 'refused') [kept.textContent, said.textContent] = ['', out ? 'You are signed out: kept on this device. Sign in again to post it.' : 'Kept on this device only. Load the page again to post it.'];
    if (how === 'unreachable' || (how === 'saved' && read(name)?.dirty)) later(how === 'saved' ? PAUSE : AGAIN);
  }

  const later = pause => { clearTimeout(timer); timer = setTimeout(save, pause); };

  function typed() {
    if (over) return;
    keep();
    if (!navigator.onLine) [kept.textContent, said.textContent] = ['', HELD];
    later(PAUSE);
  }

  function restore() {
    const record = read(name);
    if (!record) return;
    const done = (form.dataset.posted ?? '').split(' ').includes(record.values['Input.PostKey']);
    const saved = Number(form.dataset.saved) || 0;
    // Clocks differ; where the server holds what this device last gave it, what was typed here is the newer without asking a clock.
    const newer = record.dirty && (record.saved === saved || record.at > saved);
    if (done || !newer) { drop(name); return; }
    for (const field of form.elements) {
      if (!field.name.startsWith('Input.')) continue;
      // A form that shows what came meanwhile starts from what stands now, not from what the draft had seen.
      if (form.dataset.merged && (field.name === 'Input.Seen' || field.name === 'Input.SeenHistory')) continue;
      const value = record.values[field.name];
      if (field.type === 'radio' || field.type === 'checkbox') field.checked = field.value === value;
      else if (value !== undefined) field.value = value;
    }
    if (afresh) {
      afresh.querySelector('[data-restored]').textContent = new Date(record.at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/London' });
      afresh.hidden = false;
    }
    save();
  }

  async function post(event) {
    event.preventDefault();
    if (button.disabled) return;
    clearTimeout(timer);
    keep();
    button.disabled = true;
    [kept.textContent, said.textContent] = ['', 'Saving…'];
    await sending;
    let answer;
    try {
      answer = await fetch(location.pathname, { method: 'POST', body: new URLSearchParams(new FormData(form)), signal: AbortSignal.timeout(PATIENCE) });
    } catch {
      // Whether it arrived nobody knows; the key in the form makes a second try harmless.
      button.disabled = false;
      said.textContent = 'Not connected, so not posted yet. Your words are kept on this device: submit again when the connection is back.';
      return;
    }
    button.disabled = false;
    if (signedOut(answer)) return location.assign(answer.url);
    if (answer.redirected) {
      over = true;
      drop(name);
      return location.assign(answer.url);
    }
    if (!answer.ok) {
      said.textContent = 'The portal could not take it. Your words are kept on this device: load the page again, then submit once more.';
      return;
    }
    // Something to put right, or somebody else was faster: the same page with the words typed in it.
    over = true;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    document.querySelector('main').replaceChildren(...page.querySelector('main').childNodes);
    start(true);
    document.querySelector('main [role=alert]')?.focus();
  }

  // Typing replaces what was filled in before anybody typed. Both: a click places the caret after the focus came.
  for (const reached of ['focusin', 'click']) {
    form.addEventListener(reached, event => {
      if (event.target.matches('[data-fill]') && event.target.value === event.target.dataset.fill) event.target.select();
    });
  }
  form.addEventListener('input', typed);
  form.addEventListener('submit', post);
  afresh?.addEventListener('submit', async event => {
    event.preventDefault();
    over = true;
    clearTimeout(timer);
    await sending;
    drop(name);
    afresh.submit();
  });
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') save(true); });
  addEventListener('pagehide', () => save(true));
  addEventListener('online', () => save());
  // Typed before this script was here, or sent and come back: these words are the newest there are.
  if (again || [...form.querySelectorAll('textarea')].some(box => box.value !== box.defaultValue)) typed();
  else restore();
}

const watched = new WeakSet();

/** Watches the form of this page, if it has one that is not watched yet; `again` where it came back with what was typed. */
export function start(again = false) {
  for (const form of document.querySelectorAll('form[data-draft]')) {
    if (watched.has(form)) continue;
    watched.add(form);
    watch(form, again);
  }
}

/** Saves what only this device holds, then forgets everything: the next person at this computer must find nothing. */
export async function forget() {
  for (const name of names()) {
    const { how } = read(name)?.dirty ? await send(name) : { how: 'saved' };
    if (how !== 'unreachable') drop(name);
  }
}

// Old records, of people who never came back.
function tidy() {
  for (const name of names()) {
    if (!((read(name)?.at ?? 0) > Date.now() - KEEP_DAYS * 86400000)) drop(name);
  }
}

tidy();
