// Opens pages of `chanvet trace --format html` and profiles in speedscope with a headless Chromium: what do they show?
//   node browse.mjs CHROMIUM JOBS.json     JOBS: [{"html": PATH} | {"profile": PATH}]
// Prints one JSON array, a result for each job. Anything that is requested but from a file is refused and told.
import {readFileSync, writeFileSync, mkdtempSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {basename, dirname, join, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';

const [, , chromium, jobsPath] = process.argv;
const require = createRequire(join(process.cwd(), 'package.json'));
const puppeteer = await import(pathToFileURL(require.resolve('puppeteer-core')).href);
const speedscope = join(dirname(require.resolve('speedscope/package.json')), 'dist', 'release', 'index.html');
const scratch = mkdtempSync(join(tmpdir(), 'traces-'));

async function open(browser) {
  const page = await browser.newPage();
  const log = {errors: [], requests: []};
  await page.setViewport({width: 1400, height: 1000});
  page.on('pageerror', (error) => log.errors.push(String(error)));
  page.on('console', (message) => { if (message.type() === 'error') log.errors.push(message.text()); });
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    const url = request.url();
    const isLocal = /^(file|data|blob):/.test(url);
    if (!isLocal) log.requests.push(url);
    if (isLocal) request.continue(); else request.abort();
  });
  return {page, log};
}

async function browsePage(browser, path) {
  const {page, log} = await open(browser);
  await page.goto(pathToFileURL(resolve(path)).href);
  await page.waitForFunction(() => document.body.dataset.state, {timeout: 120000});
  const seen = await page.evaluate(async () => {
    const drawn = (id) => document.getElementById(id)?.data ?? [];
    const rows = (id) => document.querySelectorAll(`#${id} tbody tr`).length;
    const graph = () => ({tasks: document.querySelectorAll('svg.graph g.task').length,
                          objects: document.querySelectorAll('svg.graph g.object').length,
                          circle: document.querySelectorAll('svg.graph g.circle').length,
                          edges: document.querySelectorAll('svg.graph path[marker-end]').length});
    const result = {
      state: document.body.dataset.state, title: document.title, text: document.body.innerText.slice(0, 20000),
      timelineRows: document.getElementById('timeline').layout?.yaxis.tickvals.length ?? 0,
      timelineKinds: drawn('timeline').map((part) => part.name),
      timelinePaths: document.querySelectorAll('#timeline .scatterlayer .trace').length,
      tasks: rows('tasks'), waits: rows('waits'), marks: rows('marks'), cancellations: rows('cancellations'),
      channels: document.querySelectorAll('#channel option').length,
      chart: drawn('channel-chart').map((part) => part.y), graphAtEnd: graph(),
      webgl: document.querySelectorAll('#ball canvas').length, ball: [],
    };
    for (const part of drawn('ball').slice(1))
      part.x.forEach((x, i) => result.ball.push([x, part.y[i], part.z[i]]));
    // The slider: what was waited for in the middle of the run.
    const slider = document.getElementById('moment');
    slider.value = 500;
    slider.dispatchEvent(new Event('input'));
    await new Promise((done) => setTimeout(done, 200));
    result.graphInTheMiddle = graph();
    return result;
  });
  if (process.env.CHANVET_TRACE_PICTURES)
    await page.screenshot({path: join(process.env.CHANVET_TRACE_PICTURES, `${basename(path)}.png`), fullPage: true});
  await page.close();
  return {...seen, ...log};
}

// As speedscope's own command does it: the profile comes in a script beside the page.
async function browseProfile(browser, path) {
  const {page, log} = await open(browser);
  const name = basename(path), script = join(scratch, `${name}.js`);
  writeFileSync(script, `speedscope.loadFileFromBase64(${JSON.stringify(name)}, ${JSON.stringify(readFileSync(path).toString('base64'))})`);
  await page.goto(`${pathToFileURL(speedscope).href}#localProfilePath=${script}`);
  await page.waitForFunction((wanted) => document.title.includes(wanted) || /something went wrong|error/i.test(document.body.innerText),
                             {timeout: 60000}, 'speedscope').catch(() => {});
  await page.waitForFunction(() => document.querySelectorAll('canvas').length > 0, {timeout: 60000}).catch(() => {});
  const seen = await page.evaluate(() => ({title: document.title, text: document.body.innerText,
                                           canvases: document.querySelectorAll('canvas').length}));
  if (process.env.CHANVET_TRACE_PICTURES) await page.screenshot({path: join(process.env.CHANVET_TRACE_PICTURES, `${name}.png`)});
  await page.close();
  return {...seen, ...log};
}

const browser = await puppeteer.launch({executablePath: chromium, headless: true, args: [
  '--no-sandbox', '--allow-file-access-from-files', '--enable-unsafe-swiftshader', '--use-gl=angle', '--use-angle=swiftshader']});
const results = [];
for (const job of JSON.parse(readFileSync(jobsPath)))
  results.push(await (job.html ? browsePage(browser, job.html) : browseProfile(browser, job.profile)).catch((error) => ({failed: String(error)})));
await browser.close();
console.log(JSON.stringify(results));
