// SPDX-License-Identifier: GPL-2.0-only
/*
 * What each page begins with, and its style sheet: for phones, wide screens and paper,
 * light and dark.
 */
#include "commands/html.h"
#include "lib/markup.h"

static const char colors[] =
	":root{color-scheme:light dark;--back:#fff;--text:#1c1e22;--dim:#5b6068;"
	"--line:#d8dbe0;--soft:#f3f4f6;--bar:#7c9cc4;--link:#1a56b0;"
	"--harmless:#1f7a3d;--matters:#9a6200;--serious:#b3261e}\n"
	"@media (prefers-color-scheme:dark){:root{--back:#14161a;--text:#e4e6ea;--dim:#9aa1ab;"
	"--line:#33373e;--soft:#1f2227;--bar:#5f7fa8;--link:#8ab4f8;"
	"--harmless:#6fcf8a;--matters:#f0b54a;--serious:#ff8a80}}\n";

static const char page[] =
	"*{box-sizing:border-box}\n"
	"body{margin:0 auto;max-width:75rem;padding:1rem;background:var(--back);color:var(--text);"
	"font:1rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}\n"
	"h1{font-size:1.6rem;margin:.2em 0}\n"
	"h2{font-size:1.2rem;margin:2rem 0 .6rem;border-bottom:1px solid var(--line)}\n"
	"h3{font-size:1rem;margin:1.2rem 0 .3rem}\n"
	"p{margin:.4em 0}\n"
	"a{color:var(--link)}\n"
	"code,pre{font:.9em/1.4 ui-monospace,monospace}\n"
	"pre{background:var(--soft);padding:.5em .8em;margin:.4em 0;white-space:pre-wrap;border-radius:4px}\n"
	"ol{padding-left:1.5em}li{margin:.8em 0}\n"
	".dim{color:var(--dim);font-size:.9rem}\n"
	".harmless{color:var(--harmless)}.matters{color:var(--matters)}.serious{color:var(--serious)}\n"
	".verdict{border-left:6px solid;background:var(--soft);padding:.7em 1em;margin:1em 0;"
	"font-size:1.1rem;font-weight:600}\n"
	".totals{font-weight:600}\n"
	".two{display:grid;grid-template-columns:1fr 1fr;gap:0 2.5rem}\n";

static const char tables[] =
	"table{border-collapse:collapse;width:100%}\n"
	"th{text-align:left;font-size:.85rem;color:var(--dim);font-weight:600}\n"
	"td,th{padding:.2em .8em .2em 0;vertical-align:baseline}\n"
	"th{overflow-wrap:normal;vertical-align:bottom}\n"
	".n{padding-right:1.2em;text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}\n"
	"td.wide{width:60%}\n"
	".bars td:first-child{white-space:nowrap;overflow-wrap:normal}\n"
	".bar{display:block;height:.7em;min-width:1px;background:var(--bar)}\n"
	".scroll{overflow-x:auto}\n"
	".scroll td,.scroll th{white-space:nowrap;overflow-wrap:normal;font-size:.85rem}\n"
	".events td:nth-child(8){white-space:normal;overflow-wrap:anywhere;min-width:6em}\n"
	".sites td,.sites th{border-top:1px solid var(--line);overflow-wrap:normal}\n"
	".sites td.who{overflow-wrap:anywhere}\n"
	".sites th{border:0}\n";

/* Zones and the time line: bars of their own. */
static const char drawings[] =
	".zones{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(26rem,100%),1fr));gap:0 2.5rem}\n"
	".zones>div{min-width:0}\n"
	".zones table{font-size:.85rem}.zones td.wide{width:40%}\n"
	".gauge{position:relative;height:1.1em;background:var(--soft);border:1px solid var(--line);margin:.3em 0}\n"
	".gauge i{position:absolute;top:0;bottom:0;left:0;background:var(--bar)}\n"
	".gauge b{position:absolute;top:-3px;bottom:-3px;width:2px;background:var(--serious)}\n"
	".lane{display:grid;grid-template-columns:8rem 1fr 4.5rem;align-items:end;border-bottom:1px solid var(--line)}\n"
	".lane svg{display:block}\n"
	"svg .harmless{fill:var(--harmless)}svg .matters{fill:var(--matters)}svg .serious{fill:var(--serious)}\n"
	".lane .n{padding:0}\n"
	".axis{display:flex;justify-content:space-between;margin:0 4.5rem 0 8rem}\n"
	".key{margin-right:1.2em;white-space:nowrap}\n"
	".key i{display:inline-block;width:.8em;height:.8em;margin-right:.3em}\n"
	"figure{margin:0}\n";

/* A row of sites becomes two lines, who and then what; one of events as many as it needs. */
static const char phone[] =
	"@media (max-width:40rem){\n"
	"body{padding:.7rem}\n"
	".two,.zones{grid-template-columns:1fr}\n"
	".sites tr{display:flex;flex-wrap:wrap;gap:0 1em;border-top:1px solid var(--line);padding:.35em 0}\n"
	".sites td{border:0;padding:0}.sites tr.head{display:none}\n"
	".sites td.who{order:-1;flex-basis:100%}\n"
	".events tr{display:flex;flex-wrap:wrap;gap:0 1em;border-top:1px solid var(--line);padding:.35em 0}\n"
	".events tr.head{display:none}.events td{padding:0}\n"
	".scroll .events td{white-space:normal;overflow-wrap:anywhere}\n"
	".events td:nth-child(2)::before{content:\"\\00d7 \"}\n"
	".events td:nth-child(3)::before{content:\"CPU \"}\n"
	".events td:nth-child(9)::after{content:\" free\"}\n"
	".lane{grid-template-columns:1fr 3.5rem}.lane span:first-child{grid-column:1/3;font-size:.85rem}\n"
	".axis{margin:0 3.5rem 0 0}.axis span+span{text-align:right}\n"
	".zones td,.zones th{padding-right:.5em}.zones th{font-size:.7rem}\n"
	"}\n";

static const char paper[] =
	"@media print{\n"
	":root{--back:#fff;--text:#000;--dim:#444;--line:#bbb;--soft:#f3f4f6;--bar:#7c9cc4;--link:#000;"
	"--harmless:#1f7a3d;--matters:#9a6200;--serious:#b3261e}\n"
	"*{print-color-adjust:exact;-webkit-print-color-adjust:exact}\n"
	"body{max-width:none;padding:0;font-size:10pt}\n"
	"h2,h3,h2+p,h2+p+p,h3+p{break-after:avoid}li,p,tr,pre,figure,.zones>div,.verdict{break-inside:avoid}\n"
	".scroll{overflow:visible}.scroll td,.scroll th{white-space:normal;font-size:8pt}\n"
	"}\n";

/**
 * af_html_head - begin a page
 * @out: where to
 * @title: of ours
 * @kernel: its release, from outside
 *
 * No script runs and nothing is loaded, whatever a name should smuggle in. The style
 * sheet is left open for styles of the page's own; af_html_body() ends it.
 */
void af_html_head(FILE *out, const char *title, struct af_slice kernel)
{
	fprintf(out,
		"<!DOCTYPE html>\n"
		"<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">\n<head>\n"
		"<meta charset=\"utf-8\"/>\n"
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
		"<meta name=\"color-scheme\" content=\"light dark\"/>\n"
		"<title>%s, Linux ",
		title);
	af_markup(out, kernel, AF_HTML_NAME);
	fputs("</title>\n<style>\n", out);
	fputs(colors, out);
	fputs(page, out);
	fputs(tables, out);
	fputs(drawings, out);
	fputs(phone, out);
	fputs(paper, out);
}

/* Behind af_html_head(), and what there is of styles. */
void af_html_body(FILE *out)
{
	fputs("</style>\n</head>\n<body>\n", out);
}
