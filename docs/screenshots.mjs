// Takes the pictures of the guide from a running demonstration: `./run` in one window, then `node docs/screenshots.mjs`, or with names for some of them.
// Uses the Playwright that the browser tests bring (build tests/ImprovementBoard.EndToEnd first) and Debian's Chromium.
import { fileURLToPath } from 'node:url';

const here = path => fileURLToPath(new URL(path, import.meta.url));
const { chromium } = await import(here('../tests/ImprovementBoard.EndToEnd/bin/Release/net10.0/.playwright/package/index.mjs'));
const base = process.env.PORTAL ?? 'http://127.0.0.1:5080';
const password = process.env.ImprovementBoard__Demonstration__Password ?? 'safer-children-2018';

const pictures = [
  ['chair', 1440, '', 'dashboard'],
  ['chair', 1440, '/recommendations/15', 'recommendation'],
  ['chair', 1440, '/actions', 'actions', 1100],
  ['lead', 360, '/actions/15.2/update', 'update-phone', 740],
  ['lead', 360, '/my-updates', 'my-updates-phone', 740],
  ['chair', 1440, '/compare?from=2018-03-31', 'compare', 1100],
  ['chair', 1440, '/visits/matrix', 'matrix', 1100],
  ['chair', 1440, '/attention', 'attention', 1000],
  ['chair', 1440, '/pace', 'pace', 1200],
  ['office', 1440, '/recommendations/8', 'judge-impact'],
  ['office', 1440, '/visits/5/findings/add', 'finding-intake', 1100, async page => {
    await page.getByLabel('What inspectors said', { exact: true }).fill('12. Core groups were still late for some children.\n13. Staff knew their children well.');
    await page.getByRole('button', { name: 'Make rows' }).click();
    await page.getByRole('button', { name: 'Save 2 findings' }).waitFor();
    await page.evaluate(() => scrollTo(0, 0));
  }],
  ['office', 1440, '/evidence', 'evidence', 1000],
  ['office', 1440, '/hand-over', 'hand-over', 900],
  ['office', 1440, '/periods/board-2018-08-23/readiness', 'readiness', 1200],
  ['office', 1440, '/packs', 'packs'],
  ['office', 1440, '/packs/1/recipients', 'who-got-it', 900],
  ['admin', 1440, '/people', 'people', 900],
  ['admin', 1440, '/people/rights', 'rights', 1000],
  ['admin', 1440, '/retention', 'retention', 1100],
  ['admin', 1440, '/information-requests', 'information-requests', 1100],
];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
// One sign-in for each person: each costs the portal a hash.
const sessions = {};
const signedIn = async who => {
  if (sessions[who]) return sessions[who];
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${base}/sign-in`);
  await page.getByLabel('Email').fill(`${who}@kirklees.example`);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL('**/programmes');
  sessions[who] = await context.storageState();
  await context.close();
  return sessions[who];
};
const only = process.argv.slice(2);
for (const [who, width, path, name, height, prepare] of pictures.filter(p => only.length === 0 || only.includes(p[3]))) {
  const context = await browser.newContext({ viewport: { width, height: height ?? 900 }, locale: 'en-GB', timezoneId: 'Europe/London', storageState: await signedIn(who) });
  const page = await context.newPage();
  await page.goto(`${base}/programmes/kirklees${path}`, { waitUntil: 'networkidle' });
  await prepare?.(page);
  await page.screenshot({ path: here(`images/${name}.png`), fullPage: !height });
  await context.close();
}
await browser.close();
