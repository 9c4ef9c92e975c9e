// Which files of the repository are pages of the site, and where they stand on it. VitePress wants its pages below the folder of node_modules,
// and some of ours stand elsewhere, so they are copied to docs/target/pages. Their text is not changed: links are turned in links.mjs.
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
export const staged = path.join(repository, 'docs/target/pages')

// Outside docs. The README is for the forge; who follows a link to it on the site comes to the front page.
const elsewhere = {
  'CHANGELOG.md': 'changelog.md',
  'CONTRIBUTING.md': 'contributing.md',
  'README.md': 'index.md',
  'jmh/README.md': 'benchmarks/index.md',
  'jmh/RESULTS.md': 'benchmarks/results.md',
}

/** The page of a Markdown file, or undefined: both as paths with slashes, from the root of the repository and of the site. */
export function pageOf(file) {
  return elsewhere[file] ?? /^docs\/((adr\/)?[^/]+\.md)$/.exec(file)?.[1]
}

/** The Markdown file of a page. */
export function fileOf(page) {
  const named = Object.keys(elsewhere).find(file => elsewhere[file] === page && file !== 'README.md')
  return named ?? 'docs/' + page
}

/** Where a picture stands on the site, or undefined. */
export function pictureOf(file) {
  return /^docs\/(images\/.+)$/.exec(file)?.[1]
}

/** Copies pages and pictures anew, and returns the pages; what else is in the folder "public", is left. */
export function stage() {
  for (const entry of fs.existsSync(staged) ? fs.readdirSync(staged) : []) {
    if (entry !== 'public') fs.rmSync(path.join(staged, entry), { recursive: true })
  }
  const files = [...markdownIn('docs'), ...markdownIn('docs/adr'), ...Object.keys(elsewhere).filter(file => file !== 'README.md')]
  for (const file of files) copy(file, pageOf(file))
  for (const picture of fs.readdirSync(path.join(repository, 'docs/images'))) copy('docs/images/' + picture, 'public/images/' + picture)
  copy('runtime/ops/src/main/resources/dev/innkeeper/ops/page/icon.svg', 'public/icon.svg')
  tellOfReport()
  return files.map(pageOf)
}

/** The page of the report that docs/site found, or undefined. */
export const report = fs.existsSync(path.join(staged, 'public/benchmarks/report/report.html')) ? '/benchmarks/report/report.html' : undefined

function tellOfReport() {
  const page = path.join(staged, 'benchmarks/index.md')
  const note = report
    ? `> [The report](${report}) of the last run is part of this site.`
    : '> This site was built without a report, since there was none in `benchmark-reports`. [The results](RESULTS.md) are those of a full run.'
  fs.writeFileSync(page, fs.readFileSync(page, 'utf8').replace('\n## ', '\n' + note + '\n\n## '))
}

function markdownIn(folder) {
  return fs.readdirSync(path.join(repository, folder)).filter(name => name.endsWith('.md')).sort().map(name => folder + '/' + name)
}

function copy(from, to) {
  const target = path.join(staged, to)
  fs.mkdirSync(path.dirname(target), { recursive: true })
  fs.copyFileSync(path.join(repository, from), target)
}
