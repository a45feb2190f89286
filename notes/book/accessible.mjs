// accessible.mjs - every page of the book against WCAG 2.1 AA, in both themes, and what axe does not look at.
// usage: node accessible.mjs BOOK URL [PAGE...]      (accessible.sh installs what it needs, serves BOOK at URL, and calls it)
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(join(process.cwd(), 'here')); // where this runs, there is node_modules
const puppeteer = require('puppeteer-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];

const [folder, url, ...wanted] = process.argv.slice(2);
const book = resolve(folder);
const pages = wanted.length ? wanted : readdirSync(book, { recursive: true }).filter(name => name.endsWith('.html')).sort();
const launch = () => puppeteer.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync'],
});
let wrong = 0;

function complain(name, problem) {
    wrong++;
    console.log(`${name}: ${problem}`);
}

// theme: as the reader's system has it, or "chosen dark" in the book.
async function follows_the_rules(page, name, theme) {
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme === 'dark' ? 'dark' : 'light' }]);
    await page.evaluate(theme => { document.body.dataset.theme = theme; }, theme === 'chosen dark' ? 'dark' : 'auto');
    const seen = name === 'index.html' ? [] : ['.sidebar-tree']; // the same on all pages
    const found = await page.evaluate(async (rules, seen) => (await axe.run(
        { exclude: seen }, { runOnly: rules, preload: false })).violations.map(
        ({ id, help, nodes }) => `${id}: ${help}; ${nodes.length} times, first in ${nodes[0].html.slice(0, 160)}`), RULES, seen);
    found.forEach(problem => complain(name, `${page.viewport().width} pixels, ${theme}: ${problem}`));
}

// These run in the page: true, or what is wrong.
const fits = () => [...document.querySelectorAll('html, .content')].every(box => box.scrollWidth <= box.clientWidth + 1);
const consoles_fit = () => [...document.querySelectorAll('.highlight-console pre, .highlight-sh pre')].every(
    block => block.scrollWidth <= block.clientWidth + 1);
const what_scrolls_has_a_tab_stop = () => [...document.querySelectorAll('article *')].every(
    box => box.scrollWidth <= box.clientWidth + 1 || !['auto', 'scroll'].includes(getComputedStyle(box).overflowX) || box.tabIndex === 0);
const line_numbers_are_no_tab_stops = () => [...document.querySelectorAll('.number, .sign')].every(number => number.tabIndex < 0);
const the_sidebar_opens_with_the_keyboard = () => [...document.querySelectorAll('.toctree-checkbox, #__navigation')].every(
    box => getComputedStyle(box).display !== 'none' || box.id && innerWidth > 1000);
const what_is_out_of_sight_is_no_tab_stop = () => [...document.querySelectorAll('a[href], button, input')].every(
    stop => stop.tabIndex < 0 || stop.matches('.skip') || !stop.checkVisibility({ visibilityProperty: true }) ||
        stop.getBoundingClientRect().right > 0);

async function is_true(page, name, what) {
    await page.waitForFunction(what, { timeout: 5000 }).catch(
        () => complain(name, `${page.viewport().width} pixels, not so: ${what.name.replaceAll('_', ' ')}`));
}

async function look(browser, name) {
    const page = await browser.newPage();
    page.on('requestfailed', request => complain(name, `asks for ${request.url()}, and does not get it`));
    page.on('response', response => { if (response.status() >= 400 && !response.url().endsWith('/favicon.ico')) complain(name, `${response.url()} is ${response.status()}`); });
    page.on('pageerror', error => complain(name, error.message));
    for (const [width, from] of [[1280, url + name], [390, pathToFileURL(join(book, name)).href]]) {
        await page.setViewport({ width, height: 900 });
        await page.goto(from);
        await page.evaluate(() => document.querySelectorAll('details').forEach(answer => { answer.open = true; }));
        await page.evaluate(axe);
        await is_true(page, name, fits);
        await is_true(page, name, what_scrolls_has_a_tab_stop);
        await is_true(page, name, line_numbers_are_no_tab_stops);
        await is_true(page, name, the_sidebar_opens_with_the_keyboard);
        await is_true(page, name, what_is_out_of_sight_is_no_tab_stop);
        if (width > 1000)
            await is_true(page, name, consoles_fit);
        // Colours do not depend on the width; and print.html is all pages again, for paper.
        const themes = width > 1000 ? ['light', 'dark'] : ['chosen dark'];
        for (const theme of name !== 'print.html' ? themes : width > 1000 ? ['light'] : [])
            await follows_the_rules(page, name, theme);
    }
    await page.close();
}

// The search finds a function's page, served and from the disk.
async function search(browser, from) {
    const page = await browser.newPage();
    await page.goto(`${from}search.html?q=conversation_run`);
    await page.waitForSelector('#search-results a[href*="conversation.c.html"]', { timeout: 10000 }).catch(
        () => complain(from, 'the search does not find conversation_run'));
    await page.close();
}

const queue = [...pages];
await Promise.all([1, 2].map(async () => {
    const browser = await launch(); // each its own: what is behind another page is drawn late
    await search(browser, url);
    await search(browser, pathToFileURL(book + '/').href);
    for (let name; (name = queue.shift()) !== undefined;)
        await look(browser, name);
    await browser.close();
}));
console.log(`accessible: ${pages.length} pages, two themes, two widths, ${wrong} violations`);
process.exit(wrong ? 1 : 0);
