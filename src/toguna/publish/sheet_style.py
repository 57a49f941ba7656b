"""How a fact sheet looks, on a screen and on one A4 page. It travels inside the file, so it fetches nothing."""

STYLE = """
:root{color-scheme:light;--ink:#1f1d3d;--head:#2b2769;--muted:#55526f;--line:#d9d4c5;--act:#8a5200}
*{box-sizing:border-box}
body{margin:0 auto;max-width:60rem;padding:1rem;color:var(--ink);background:#fdfcf9;
font:1rem/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
h1,h2{color:var(--head);line-height:1.15;margin:0;
font-family:"Iowan Old Style",Palatino,Charter,"Noto Serif",Georgia,serif}
h1{font-size:1.9rem}
h2{font-size:1.15rem;margin-bottom:.4rem}
p,ul,dl{margin:0 0 .5rem}
header{border-top:6px solid var(--act);border-bottom:1px solid var(--line);padding:.8rem 0;margin-bottom:1rem}
.over,.note,footer,dt{color:var(--muted);font-size:.85rem}
.over{margin:0}
.tagline{font-size:1.1rem;margin:.4rem 0 0}
.banner{background:#fbf0d9;color:#6b4000;border:1px dashed #855000;padding:.4rem .7rem;font-weight:600}
main{display:grid;gap:1rem 2rem}
dt{font-weight:600;text-transform:none}
dd{margin:0 0 .55rem}
ul{list-style:none;padding:0}
.achievements ul{display:grid;gap:.8rem 2rem;grid-template-columns:repeat(auto-fit,minmax(min(15rem,100%),1fr))}
.achievements li{border-top:2px solid var(--head);padding-top:.35rem}
.achievements p{margin:0}
.number b{font:600 1.7rem/1.1 Georgia,serif;color:var(--head);font-variant-numeric:lining-nums}
.what{font-weight:600}
.chip{border:1px solid var(--muted);
border-radius:1em;padding:0 .5em;font-size:.75rem;color:var(--muted);white-space:nowrap}
.changes li{margin-bottom:.2rem}
footer{border-top:1px solid var(--line);margin-top:1rem;padding-top:.5rem}
code{font-size:.8rem;overflow-wrap:anywhere}
@media(min-width:44rem){main{grid-template-columns:2fr 1fr}.achievements{grid-column:1/-1}}
@media print{@page{size:A4;margin:11mm}
body{max-width:none;padding:0;background:#fff;font-size:8.6pt;line-height:1.32}
main{grid-template-columns:2fr 1fr;gap:.5rem 1.4rem}
.achievements{grid-column:1/-1}.achievements ul{grid-template-columns:1fr 1fr;gap:.35rem 1.4rem}
h1{font-size:17pt}h2{font-size:11pt;margin-bottom:.2rem}header{padding:.4rem 0;margin-bottom:.5rem}
p,dd{margin-bottom:.25rem}.tagline{font-size:10pt}.number b{font-size:13pt}
.chip{font-size:6.5pt}code{font-size:7pt}li,dl{break-inside:avoid}footer{margin-top:.5rem}.over,.note,footer,dt{font-size:7.6pt}}
"""
