// Says five minutes before that nothing done will sign the person out, and lets them stay. What is typed counts as done, though it is not sent.
const WARNING = 5 * 60_000, TOLD = 2 * 60_000;
let limit = 0, last = 0, told = 0;

async function stay() {
  told = Date.now();
  const token = document.querySelector('[name=__RequestVerificationToken]');
  const answer = await fetch('/account/stay', { method: 'POST', body: new URLSearchParams({ [token.name]: token.value }), redirect: 'manual' }).catch(() => null);
  if (answer?.status === 204) last = told;
}

function look() {
  const box = document.getElementById('idle');
  if (!box) return;
  const left = last + limit - Date.now();
  box.hidden = left > WARNING;
  if (box.hidden) return;
  box.querySelector('p').textContent = left > 0
    ? `You will be signed out in ${Math.ceil(left / 60_000)} ${left > 60_000 ? 'minutes' : 'minute'}, because nothing was done for a while.`
    : 'You are signed out, because nothing was done for a while. Copy what you typed but did not submit, then load the page again.';
  box.querySelector('button').hidden = left <= 0;
}

export function start(box) {
  const first = limit === 0;
  limit = Number(box.dataset.minutes) * 60_000;
  last = told = Date.now();
  box.querySelector('button').onclick = () => stay().then(look);
  if (!first) return;
  setInterval(look, 15_000);
  for (const act of ['keydown', 'pointerdown'])
    document.addEventListener(act, () => { if (Date.now() - told > TOLD && Date.now() < last + limit) stay(); }, { passive: true });
}
