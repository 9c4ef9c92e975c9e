// The site that docs/site builds: its pages in their order, and how it looks.
import fs from 'node:fs'
import path from 'node:path'
import { slug } from 'github-slugger'
import { withMermaid } from 'vitepress-plugin-mermaid'
import { indentedCode, links } from './links.mjs'
import { report, repository, stage } from './pages.mjs'

const version = /<artifactId>innkeeper-parent<\/artifactId>\s*<version>([^<]+)</.exec(fs.readFileSync(path.join(repository, 'pom.xml'), 'utf8'))[1]

const pages = stage()
const javadoc = { text: 'Javadoc', link: '/api/index.html', target: '_self' }

const sidebar = [
  group('Start here', [
    ['What it is', 'index.md'],
    ['Guide', 'guide.md'],
    ['Common mistakes', 'common-mistakes.md'],
    ['Migrating', 'migrating.md'],
    ['Coming from .NET', 'coming-from-dotnet.md'],
  ]),
  group('In your program', [
    ['Embedding a host', 'embedding.md'],
    ['Spring Boot', 'spring-boot.md'],
    ['CDI, Micronaut, Guice, Kotlin', 'frameworks.md'],
    ['Configuration', 'configuration.md'],
    ['Testing', 'testing.md'],
  ]),
  group('Timers and jobs', [
    ['Timers and schedules', 'timers.md'],
    ['Jobs and queues', 'jobs.md'],
    ['Durable jobs', 'durable-jobs.md'],
    ['Several processes', 'cluster.md'],
  ]),
  group('In production', [
    ['Operations', 'operations.md'],
    ['Health, metrics, traces', 'health-and-metrics.md'],
    ['Logging', 'logging.md'],
    ['A whole service: the shop', 'shop.md'],
  ]),
  {
    text: 'Reference',
    items: [
      javadoc,
      item('Benchmarks', 'benchmarks/index.md'),
      item('Benchmark results', 'benchmarks/results.md'),
      ...(report ? [{ text: 'Benchmark report', link: report, target: '_self' }] : []),
      item('Changelog', 'changelog.md'),
    ],
  },
  {
    text: 'Inside',
    items: [
      item('How it works', 'inside.md'),
      { text: 'Decisions', collapsed: true, items: decisions() },
      item('Contributing', 'contributing.md'),
    ],
  },
]

function group(text, items) {
  return { text, items: items.map(([name, page]) => item(name, page)) }
}

function item(text, page) {
  return { text, link: '/' + page.replace(/(index)?\.md$/, '') }
}

/** The pages in docs/adr, by number, each with its heading. */
function decisions() {
  return pages
    .filter(page => page.startsWith('adr/'))
    .map(page => item(headingOf(page), page))
}

function headingOf(page) {
  return /^# (.+)/.exec(fs.readFileSync(path.join(repository, 'docs', page), 'utf8'))[1].replaceAll('`', '')
}

// A page that stands in no group would be found by nobody.
const listed = JSON.stringify(sidebar)
const lost = pages.filter(page => !listed.includes(`"link":"${item('', page).link}"`))
if (lost.length > 0) throw new Error(`docs/.vitepress/config.mjs: the sidebar lacks ${lost.join(', ')}`)

export default withMermaid({
  title: 'Innkeeper',
  description: 'Background services on the JVM: started in order, kept running, stopped on time.',
  lang: 'en',
  srcDir: 'target/pages',
  outDir: '../target/site',
  cacheDir: 'target/cache',
  head: [['link', { rel: 'icon', href: '/icon.svg' }]],
  markdown: {
    theme: { light: 'github-light', dark: 'github-dark-default' },
    // As GitHub makes the anchor of a heading, so that one link is right in both places.
    anchor: { slugify: slug },
    config(md) {
      links(md)
      indentedCode(md)
    },
  },
  mermaid: { securityLevel: 'strict', theme: 'neutral' },
  themeConfig: {
    logo: '/icon.svg',
    search: { provider: 'local' },
    nav: [
      { text: 'Guide', link: '/guide' },
      javadoc,
      { text: 'Benchmarks', link: '/benchmarks/' },
      { text: version, link: '/changelog' },
    ],
    sidebar,
    outline: { level: [2, 3] },
  },
})
