// Keeps the rows of findings that are being taken in on this device, so that a reload or a lost connection loses none. Records
// are named like drafts of updates: signing out forgets them (draft.js).
const PREFIX = 'draft:', MOST = 200000;
const FIELDS = ['Text', 'Polarity', 'Cohort', 'Theme', 'Paragraph', 'RepeatsId'], TICKS = ['TooEarly', 'ImmediateSafety'];

// Forms that were saved: what happens to them on the way out is not kept.
const over = new Set();

const name = key => PREFIX + key;

function read(key) {
  try { return JSON.parse(localStorage.getItem(name(key))); } catch { return null; }
}

function rowOf(fieldset) {
  const number = fieldset.id.split('-')[1];
  const field = id => document.getElementById(`${id}-${number}`);
  const row = { recommendations: [...fieldset.querySelectorAll('[data-recommendation]')].map(li => li.dataset.recommendation) };
  for (const id of FIELDS) row[id[0].toLowerCase() + id.slice(1)] = field(id)?.value ?? '';
  for (const id of TICKS) row[id[0].toLowerCase() + id.slice(1)] = field(id)?.checked ?? false;
  return row;
}

/** Answers what is kept of this form, or null, and from now on keeps what is typed into it. */
export function open(form, key) {
  const kept = read(key);
  over.delete(key);
  let timer, held = false;
  const keep = () => {
    if (over.has(key) || !form.isConnected) return;
    const record = { at: Date.now(), paste: form.querySelector('#Paste')?.value ?? '', rows: [...form.querySelectorAll('fieldset.intake-row')].map(rowOf) };
    // Empty before anything was there to see: only what somebody took out may wipe what is kept.
    if (record.rows.length === 0 && record.paste === '') {
      if (held) forget(key);
    } else {
      const text = JSON.stringify(record);
      try { localStorage.setItem(name(key), text.length <= MOST ? text : JSON.stringify({ ...record, paste: '' })); } catch { /* full or refused */ }
    }
    held = record.rows.length > 0 || record.paste !== '';
  };
  const soon = () => { clearTimeout(timer); timer = setTimeout(keep, 300); };
  // What the server draws (rows made, a recommendation chosen) and what is typed while it cannot be reached.
  new MutationObserver(soon).observe(form, { childList: true, subtree: true });
  form.addEventListener('input', soon);
  form.addEventListener('change', soon);
  addEventListener('pagehide', keep);
  return kept && { ...kept, at: new Date(kept.at).toISOString() };
}

/** The form was saved. */
export function done(key) {
  over.add(key);
  forget(key);
}

/** What was kept is not wanted. */
export function forget(key) {
  localStorage.removeItem(name(key));
}
