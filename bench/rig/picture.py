# SPDX-License-Identifier: BSD-3-Clause
# Copyright (c) the smtpmail authors
"""docs/performance.svg: bars, as long as the logarithm of what they stand for."""
import math
from xml.sax.saxutils import escape

from rig import tables, tools

FILE = tools.TOP + '/docs/performance.svg'
WIDTH, LEFT, RIGHT, ROW, TOP = 760, 220, 90, 22, 34
# (title, group, unit: what a bar stands for, whether longer is better)
CHARTS = [
    ('Mails a second: 1 KB, one connection, no delay', 'one@0/', lambda r, key: 1 / r.median(key)),
    ('Mails a second: 1 KB, one connection, 20 ms away', 'one@20/', lambda r, key: 1 / r.median(key)),
    ('Mails a second: 1 KB, twenty connections, 20 ms away', 'many@20/', lambda r, key: 1 / r.median(key)),
    ('Milliseconds a request: php-fpm, TLS and AUTH, 20 ms away', 'fpm@20/', lambda r, key: r.median(key) * 1e3),
]
COLOURS = {'ours': '#2a7d4f', 'floo': '#9a9a9a'}


def chart(results, title, group, value, top):
    """(its elements, where it ends)"""
    keys = [key for key in results.cases if key.startswith(group) and results.median(key)]
    if not keys:
        return [], top
    values = {key: value(results, key) for key in keys}
    least, most = min(values.values()) / 2, max(values.values())
    lines = [f'<text x="0" y="{top + 16}" class="title">{escape(title)}</text>']
    top += TOP
    for key in keys:
        label = key.split('/', 1)[1]
        length = (WIDTH - LEFT - RIGHT) * math.log(values[key] / least) / math.log(most / least)
        colour = COLOURS.get(label[:4], '#7f9fc4')
        lines.append(f'<text x="{LEFT - 8}" y="{top + 14}" text-anchor="end">{escape(label)}</text>')
        lines.append(f'<rect x="{LEFT}" y="{top + 2}" width="{length:.1f}" height="{ROW - 6}" fill="{colour}"/>')
        lines.append(f'<text x="{LEFT + length + 6:.1f}" y="{top + 14}">{tables.number(values[key])}</text>')
        top += ROW
    return lines, top + 14


def write(kept):
    results = tables.Results(kept)
    lines, top = [], 10
    for title, group, value in CHARTS:
        more, top = chart(results, title, group, value, top)
        lines += more
    with open(FILE, 'w', encoding='utf-8') as file:
        file.write(f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{top}" viewBox="0 0 {WIDTH} {top}">\n'
                   '<style>text { font: 12px sans-serif; fill: #333 } .title { font-weight: bold; font-size: 14px }</style>\n'
                   f'<rect width="{WIDTH}" height="{top}" fill="#fff"/>\n' + '\n'.join(lines) + '\n</svg>\n')
