// Works out the SHA-256 of a pack in the browser, so that the file need not leave the computer. Where the browser cannot (no secure
// connection), or the file is not what it should be, the form is sent and the portal says why.
const LARGEST = 20 * 1024 * 1024;

async function hashOf(file) {
  const bytes = await file.arrayBuffer();
  if (new TextDecoder('latin1').decode(bytes.slice(0, 5)) !== '%PDF-') return null;
  return [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].map(b => b.toString(16).padStart(2, '0')).join('');
}

export function start(form) {
  if (form.dataset.verify === 'on') return;
  form.dataset.verify = 'on';
  form.addEventListener('submit', async event => {
    const file = form.querySelector('input[type=file]').files[0];
    if (!file || file.size > LARGEST || !globalThis.crypto?.subtle) return;
    event.preventDefault();
    form.querySelector('[role=status]').textContent = 'Working out its SHA-256…';
    const hash = await hashOf(file).catch(() => null);
    if (hash) location.assign(`/verify?file=${hash}`);
    else form.submit();
  });
}
