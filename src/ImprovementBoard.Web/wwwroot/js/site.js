// Draws charts, keeps what is typed, checks packs. Everything else works without a script.
const drawn = new WeakMap();
const PAPER = 680;   // the width of A4 between its margins, in pixels

async function drawCharts() {
  const places = document.querySelectorAll('[data-chart]');
  if (places.length === 0) return;
  const [echarts, { chartOption }] = await Promise.all([import('/lib/echarts.esm.min.mjs'), import('/lib/chart-option.mjs')]);
  for (const place of places) {
    if (drawn.has(place)) continue;
    const { chart, looks } = JSON.parse(place.dataset.chart);
    const instance = echarts.init(place, null, { renderer: 'svg' });
    const draw = paper => {
      const height = place.clientHeight, width = paper ?? place.clientWidth;
      instance.resize({ width, height });
      instance.setOption(chartOption(chart, looks, { width, height, text: 12.5 }), { notMerge: true });
    };
    draw();
    const observer = new ResizeObserver(() => draw());
    observer.observe(place);
    drawn.set(place, { instance, observer, draw });
  }
}

// The layout on paper comes after the drawing.
const drawAgain = paper => document.querySelectorAll('[data-chart]').forEach(place => drawn.get(place)?.draw(paper));
window.addEventListener('beforeprint', () => drawAgain(PAPER));
window.addEventListener('afterprint', () => drawAgain());

async function keepDrafts() {
  if (document.querySelector('form[data-draft]')) (await import('/js/draft.js')).start();
}

// The portal calls this where the session of an open page has ended: what it shows must not stay. Who signs out is on the way already.
let leaving = false;
window.sessionEnded = () => leaving || location.reload();

// What the log calls this page’s circuit, by its first signs.
window.circuitOpened = id => {
  const told = document.querySelector('#blazor-error-ui span');
  told.querySelector('b').textContent = id.slice(0, 8);
  told.hidden = false;
};

// The next person at this computer must find nothing.
document.addEventListener('submit', async event => {
  if (event.target.getAttribute('action') !== '/account/sign-out') return;
  event.preventDefault();
  leaving = true;
  try {
    await (await import('/js/draft.js')).forget();
  } finally {
    event.target.submit();
  }
});

async function checkPacks() {
  const form = document.querySelector('form[data-verify]');
  if (form) (await import('/js/verify.js')).start(form);
}

async function offerPasskeys() {
  const forms = document.querySelectorAll('form[data-passkey]');
  if (forms.length === 0) return;
  const { start } = await import('/js/passkey.js');
  forms.forEach(start);
}

async function watchIdleness() {
  const box = document.getElementById('idle');
  if (box) (await import('/js/idle.js')).start(box);
}

function start() {
  watchIdleness();
  drawCharts();
  keepDrafts();
  checkPacks();
  offerPasskeys();
}

start();
window.addEventListener('load', () => window.Blazor?.addEventListener('enhancedload', start));
