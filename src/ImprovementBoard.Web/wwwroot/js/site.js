// Draws charts, and says in words when the connection is lost. Everything else works without a script.
const drawn = new WeakMap();

async function drawCharts() {
  const places = document.querySelectorAll('[data-chart]');
  if (places.length === 0) return;
  const [echarts, { chartOption }] = await Promise.all([import('/lib/echarts.esm.min.mjs'), import('/lib/chart-option.mjs')]);
  for (const place of places) {
    if (drawn.has(place)) continue;
    const { chart, looks } = JSON.parse(place.dataset.chart);
    const instance = echarts.init(place, null, { renderer: 'svg' });
    const draw = () => {
      const { width, height } = place.getBoundingClientRect();
      instance.resize();
      instance.setOption(chartOption(chart, looks, { width, height, text: 12.5 }), { notMerge: true });
    };
    draw();
    const observer = new ResizeObserver(draw);
    observer.observe(place);
    drawn.set(place, { instance, observer });
  }
}

// blazor.web.js marks this element by class when the connection is lost; it does not load the page again by itself.
function watchConnection() {
  const box = document.getElementById('components-reconnect-modal');
  if (!box || drawn.has(box)) return;
  const observer = new MutationObserver(() => {
    if (box.classList.contains('components-reconnect-rejected')) location.reload();
  });
  observer.observe(box, { attributes: true, attributeFilter: ['class'] });
  drawn.set(box, { observer });
}

function start() {
  drawCharts();
  watchConnection();
}

start();
window.addEventListener('load', () => window.Blazor?.addEventListener('enhancedload', start));
