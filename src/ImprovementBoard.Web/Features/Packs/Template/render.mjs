// The child process that turns one pack into a PDF: one JSON line in (PackDocument), one JSON line out and the PDF after it, then it ends.
// Everything the pack says is data: it reaches Typst as data.json in memory and is never part of a source file.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const FONTS = path.join(HERE, 'node_modules');
// Those that the template uses. Without one of them Typst draws with its neighbour and says nothing; made anew with sha256sum when a package changes. IBM Plex for Arabic and Urdu: of Noto Sans Arabic, which builds letters of several glyphs, readers of the PDF get letters twice.
const FACES = JSON.parse(readFileSync(path.join(HERE, 'fonts.json'), 'utf8'));
const BOX = '□', BOXES = `${BOX} stands for characters that the fonts of this pack lack; the page and the workbook show them.`;
const ROUNDS = 4;                            // the first export names every character without a glyph; more rounds are a net

/** A fault in words for whoever reads the log; anything else that is thrown is a fault in this program. */
class PackFault extends Error {}

async function main() {
  // Before the content: the portal is still reading it while this process starts.
  const charts = new Worker(new URL('charts.mjs', import.meta.url));
  const fault = fontFault();
  const compiler = NodeCompiler.create({ workspace: HERE, fontArgs: [{ fontPaths: [...new Set(Object.keys(FACES).map(face => path.join(FONTS, path.dirname(face))))] }] });
  const { files, ...said } = parse(await firstLine(process.stdin));
  if (fault)
    throw new PackFault(fault);
  const data = await drawn(charts, clean(said));
  const replaced = new Set();
  for (let round = 0; round < ROUNDS; round++) {
    const result = compile(compiler, withBoxes(data, replaced), files);
    compiler.evictCache(0);                  // the export has no use for what the layout remembered
    const { pdf, missing } = exportPdf(compiler, result, data.date);
    if (pdf)
      return { answer: { ok: true, pages: result.numOfPages, replaced: [...replaced] }, pdf };
    missing.flatMap(withoutGlyph).forEach(c => replaced.add(c));
  }
  throw new PackFault(`Some characters could not be displayed, even after ${ROUNDS} rounds of replacing them: ${[...replaced].join(' ')}`);
}

/** What is wrong with the fonts, or undefined. */
function fontFault() {
  for (const [face, hash] of Object.entries(FACES)) {
    const [file, name] = [path.join(FONTS, face), path.basename(face)];
    if (!existsSync(file))
      return `The font ${name} of the pack template is missing. Reinstall the portal.`;
    if (createHash('sha256').update(readFileSync(file)).digest('hex') !== hash)
      return `The font ${name} of the pack template is damaged. Reinstall the portal.`;
  }
}

async function firstLine(stream) {
  let text = '';
  stream.setEncoding('utf8');
  for await (const chunk of stream) {
    text += chunk;
    if (chunk.includes('\n'))
      break;
  }
  return text.split('\n', 1)[0].replace(/^\uFEFF/, '');
}

function parse(line) {
  try {
    const pack = JSON.parse(line);
    if (!/^\d{4}-\d\d-\d\d$/.test(pack.date) || !Array.isArray(pack.sections) || !pack.captions || !pack.looks || !pack.cover)
      throw new PackFault('The input lacks a date (such as "2018-08-06"), looks, a cover, sections or captions.');
    return { files: [], ...pack };
  } catch (error) {
    throw error instanceof PackFault ? error : new PackFault(`The input is not one line of JSON: ${error.message}`);
  }
}

function mapText(value, change) {
  if (typeof value === 'string')
    return change(value);
  if (Array.isArray(value))
    return value.map(v => mapText(v, change));
  if (value && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, mapText(v, change)]));
  return value;
}

/** A line whose first letter is read from right to left, as Arabic, Urdu and Hebrew are: it is set apart, so that it turns nothing that stands beside it. */
const RIGHT_TO_LEFT = /^[^\p{L}\n]*[\p{Script=Arabic}\p{Script=Hebrew}].*$/gmu;

/** Takes out what no reader should meet: control characters, and marks that turn the direction of the words after them. */
const clean = content => mapText(content, text => text
  .toWellFormed()
  .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
  .replace(/\t/g, ' ')
  .replace(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/g, '')
  .replace(/\n(?:[ ]*\n){2,}/g, '\n\n')
  .replace(RIGHT_TO_LEFT, '\u2067$&\u2069'));

const CLUSTERS = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** One box for each run of joined characters, so that a family of four is not seven boxes. Word by word: to segment a whole chart would take gigabytes. */
function boxed(text, replaced) {
  const lacks = part => [...part].some(c => replaced.has(c));
  return replaced.size === 0 ? text : text.replace(/\S+/g, word =>
    lacks(word) ? [...CLUSTERS.segment(word)].map(({ segment }) => lacks(segment) ? BOX : segment).join('') : word);
}

/** The content with boxes for what no font has, and what they mean among its notes; on one page, which has none, in its credit. */
function withBoxes(data, replaced) {
  if (replaced.size === 0)
    return data;
  const { cover, sections, ...rest } = mapText(data, text => boxed(text, replaced));
  const key = sections.find(section => section.key === 'key');
  return {
    ...rest,
    cover: key ? cover : { ...cover, credit: `${cover.credit} ${BOXES}`.trim() },
    sections: sections.map(section => section === key ? { ...key, said: { ...key.said, notes: [...key.said.notes, BOXES] } } : section),
  };
}

/** The content with its charts drawn. The worker ends with it, and what it held is free before the pages are laid out. */
async function drawn(worker, content) {
  const charted = content.sections.filter(section => section.said.chart?.categories.length);
  worker.postMessage({ charts: charted.map(section => section.said.chart), looks: content.looks });
  const [drawings] = await once(worker, 'message');
  await worker.terminate();
  const said = section => charted.includes(section) ? { ...section.said, chart: drawings[charted.indexOf(section)] } : section.said;
  return { ...content, sections: content.sections.map(section => ({ ...section, said: said(section) })) };
}

function compile(compiler, content, files) {
  const data = { ...content, files: files.map(({ content: _, ...about }) => about) };
  compiler.resetShadow();
  for (const file of files)
    compiler.mapShadow(path.join(HERE, file.name), Buffer.from(file.content, 'base64'));
  compiler.mapShadow(path.join(HERE, 'data.json'), Buffer.from(JSON.stringify(data)));
  const run = compiler.compile({ mainFilePath: path.join(HERE, 'pack.typ'), inputs: {}, resetRead: true });
  // A warning is a fault too: an unknown font is only a warning, and the pack would come out in another face.
  const problem = run.hasError() ? run.takeDiagnostics() : run.takeWarnings();
  if (problem)
    throw new PackFault(inWords(compiler.fetchDiagnostics(problem)));
  return run.result;
}

function inWords(diagnostics) {
  const [{ message, path: file, range }] = diagnostics;
  const place = file ? `${path.isAbsolute(file) ? path.relative(HERE, file) : file}${range ? `, line ${range.start.line + 1}` : ''}` : 'the template';
  return `Fault in ${place}: ${message}.`;
}

/** The PDF, or the texts that no font can show: PDF/UA refuses them and names them in its message. */
function exportPdf(compiler, result, date) {
  try {
    return { pdf: compiler.pdf(result, { pdfStandard: 'ua-1', creationTimestamp: Date.parse(`${date}T00:00:00Z`) / 1000 }) };
  } catch (error) {
    const messages = [...String(error.message).matchAll(/message: ("(?:[^"\\]|\\.)*")/g)].map(m => unescaped(m[1]));
    const missing = messages.map(m => /the text `("(?:[^"\\]|\\.)*")` could not be displayed/.exec(m)?.[1]);
    if (messages.length === 0 || missing.includes(undefined))
      throw new PackFault(`Fault in the template: ${messages.find((_, i) => missing[i] === undefined) ?? error.message}.`);
    return { missing: missing.map(unescaped) };
  }
}

/** Joined characters are refused as one text; the letter under a strange accent must not be boxed in every other word. */
const withoutGlyph = text => [...text].filter(c => c !== BOX && !/[\p{Default_Ignorable_Code_Point}\u0020-\u00FF]/u.test(c));

/** What a person can do about a fault outside this program, by its code. */
const CURES = { ERR_MODULE_NOT_FOUND: 'Reinstall the portal.', ERR_WORKER_OUT_OF_MEMORY: 'Give the machine more memory, then try again.' };

function said(error) {
  if (error instanceof PackFault)
    return error.message;
  const cure = CURES[error?.code];
  return cure ? `${error.message}. ${cure}` : `The renderer failed: ${error?.stack ?? error}`.replace(/\s*\n\s*/g, ' ');
}

/** The text inside a Rust string literal. */
const unescaped = literal => literal.slice(1, -1)
  .replace(/\\(?:u\{([0-9a-f]+)\}|(.))/gi, (_, code, plain) => code ? String.fromCodePoint(parseInt(code, 16)) : { n: '\n', r: '\r', t: '\t', 0: '\0' }[plain] ?? plain);

// Only the answer may reach standard output; a stray print of a library would break the line.
console.log = console.info = console.warn = console.error;

const { answer, pdf = '' } = await main().catch(error => ({ answer: { ok: false, error: said(error) } }));
process.stdout.write(JSON.stringify(answer) + '\n');
process.stdout.write(pdf, () => process.exit(answer.ok ? 0 : 1));
