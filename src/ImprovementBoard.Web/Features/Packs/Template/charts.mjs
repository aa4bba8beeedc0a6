// Draws the charts of one pack. A worker of its own: the chart library loads beside the compiler, and its memory is free again before the pages are laid out.
import { parentPort } from 'node:worker_threads';
import * as echarts from 'echarts/dist/echarts.esm.min.mjs';   // one file: the modules take 0.8 s to load, this 0.1
import { chartOption } from './chart-option.mjs';

// Drawn at 1 px = 1 pt, so that 8 px is 8 pt on paper: columns beside a table, lines over the whole width.
const COLUMNS = { width: 248, height: 252 }, LINES = { width: 500, height: 190 };

function drawn(chart, looks) {
  const size = chart.lines ? LINES : COLUMNS;
  const drawing = echarts.init(null, null, { renderer: 'svg', ssr: true, ...size });
  drawing.setOption(chartOption(chart, looks, size));
  const svg = drawing.renderToSVGString();
  drawing.dispose();
  return { ...chart, svg, width: size.width };
}

parentPort.once('message', ({ charts, looks }) => parentPort.postMessage(charts.map(chart => drawn(chart, looks))));
