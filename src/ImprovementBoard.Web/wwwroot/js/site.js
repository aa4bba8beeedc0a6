// Draws charts. Everything else works without a script.
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

drawCharts();
window.addEventListener('load', () => window.Blazor?.addEventListener('enhancedload', drawCharts));
