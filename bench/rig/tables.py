# SPDX-License-Identifier: BSD-3-Clause
# Copyright (c) the smtpmail authors
"""Results as tables, and whether what was aimed at is met. Ratios are taken within each round, their median is shown."""
import os
import re
import statistics

from rig import tools

PAGE = tools.TOP + '/docs/performance.md'
INSTRUCTIONS = tools.TOP + '/bench/instructions.txt'
TITLES = {
    'one': '1 KB, one connection', 'many': '1 KB, twenty connections', 'new': 'TLS, AUTH and a new connection for each mail',
    'file': 'An attachment of 25 MB', 'file over TLS': 'An attachment of 25 MB, over TLS with AUTH',
    'fpm': 'php-fpm: one mail a request, TLS, AUTH',
}


class Results:
    def __init__(self, kept):
        self.cases = kept.get('cases', {})

    def values(self, key, name='wall'):
        return [result[name] for result in self.cases.get(key, []) if name in result]

    def median(self, key, name='wall'):
        values = self.values(key, name)
        return statistics.median(values) if values else None

    def ratio(self, over, under, name='wall'):
        """Median of over/under, round by round; None where one is missing."""
        pairs = [a / b for a, b in zip(self.values(over, name), self.values(under, name)) if b > 0]
        return statistics.median(pairs) if pairs else None

    def best(self, keys):
        """Of all keys the one with the least wall time."""
        there = [key for key in keys if self.median(key) is not None]
        return min(there, key=self.median) if there else None

    def trips(self, key, name='wall'):
        """Wall time in round trips."""
        rtt = int(re.search(r'@(\d+)/', key)[1])
        value = self.median(key, name)
        return None if value is None or rtt == 0 else value * 1000 / rtt


def number(value):
    if value is None:
        return ''
    return f'{value:,.0f}' if abs(value) >= 100 else f'{value:.1f}' if abs(value) >= 10 else f'{value:.2f}'


def targets(results):
    """(what, aim, value, whether it is met or None) of everything that is aimed at."""
    r = results
    fastest = r.best(['one@0/ours, send()', 'one@0/ours, sendAll()']) or 'one@0/ours, send()'
    loop = 'new@20/ours'
    rows = [
        ('1 KB, one connection: × smtp-source', '≥', 3.5, r.ratio('one@0/smtp-source -d -s1', fastest)),
        ('of the floor with one wait', '≥', 0.85, r.ratio('one@0/floor, one wait', fastest)),
        ('× PHPMailer as shipped', '≥', 500, r.ratio('one@0/PHPMailer', fastest)),
        ('CPU, µs a mail', '<', 40, times(r.median(fastest, 'cpu'), 1e6)),
        ('20 ms away: round trips a mail, `sendAll()`', '≤', 1.05, r.trips('one@20/ours, sendAll()')),
        ('the same with chunking', '≤', 0.1, r.trips('one@20/ours, sendAll(), chunking')),
        ('20 connections, 20 ms away: × one connection', '≥', 18, r.ratio('many@20/ours, sendAll() over 1', 'many@20/ours, sendAll() over 20')),
        ('× Nodemailer\'s pool of 20', '>', 1, r.ratio('many@20/Nodemailer, pool of 20', 'many@20/ours, sendAll() over 20')),
        ('× Go with 20', '>', 1, r.ratio('many@20/Go net/smtp, 20 goroutines', 'many@20/ours, sendAll() over 20')),
        ('TLS, AUTH, a new connection each: wall time / RTT', '≤', 7.3, r.trips(loop)),
        ('CPU of a resumed one, of one that is not', '≤', 0.65, r.ratio('new@0/ours, resumed', 'new@0/ours', 'cpu')),
        ('php-fpm, persistent: wall time / RTT', '≤', 2.2, r.trips('fpm@20/ours, persistent')),
        ('the same with chunking', '≤', 1.2, r.trips('fpm@20/ours, persistent, chunking')),
        ('× PHPMailer', '≥', 6, r.ratio('fpm@20/PHPMailer', 'fpm@20/ours, persistent')),
        ('25 MB: of the floor', '≥', 0.8, r.ratio('file@0/floor', 'file@0/ours')),
        ('25 MB over TLS: of the floor', '≥', 0.8, r.ratio('file over TLS@0/floor', 'file over TLS@0/ours')),
        ('25 MB: memory grows by, KiB', '<', 1024, r.median('file@0/ours', 'kib')),
    ]
    met = {'≥': lambda a, b: a >= b, '>': lambda a, b: a > b, '≤': lambda a, b: a <= b, '<': lambda a, b: a < b}
    return [(what, f'{sign} {aim}', value, None if value is None else met[sign](value, aim)) for what, sign, aim, value in rows]


def times(value, factor):
    return None if value is None else value * factor


def target_table(results):
    lines = ['### What is aimed at', '', '| | aim | measured | met |', '|---|---:|---:|---|']
    for what, aim, value, met in targets(results):
        lines.append(f'| {what} | {aim} | {number(value)} | {"" if met is None else "yes" if met else "**no**"} |')
    return '\n'.join(lines) + '\n'


def columns(group, rtt):
    """[(heading, (results, key) -> text)]"""
    def spread(r, key):
        walls = r.values(key)
        least = min(walls)
        return f'{number(1 / max(walls))} - {number(1 / least) if least > 0 else ""}'

    base = {'one': 'one@{}/smtp-source -d -s1', 'many': 'many@{}/floor, one wait', 'new': 'new@{}/floor', 'fpm': 'fpm@{}/PHPMailer'}.get(group)
    base = (base or group + '@{}/floor').format(rtt)
    found = [
        ('mails/s', lambda r, key: number(1 / r.median(key))),
        ('min - max', spread),
        ('ms a mail', lambda r, key: f'{r.median(key) * 1e3:.3f}'),
    ]
    if group == 'fpm':
        found.append(('the first, ms', lambda r, key: f'{r.median(key, "first") * 1e3:.1f}'))
    if rtt:
        found.append(('round trips', lambda r, key: f'{r.trips(key):.2f}'))
    if not rtt and 'file' not in group:
        found.append(('CPU, µs', lambda r, key: number(times(r.median(key, 'cpu'), 1e6))))
    if 'file' in group:
        found.append(('CPU, ms', lambda r, key: number(times(r.median(key, 'cpu'), 1e3))))
        found.append(('memory + KiB', lambda r, key: number(r.median(key, 'kib'))))
    found.append((f'× {base.split("/", 1)[1]}', lambda r, key: number(r.ratio(base, key))))
    if group == 'one':
        found.append(('of one wait', lambda r, key: number(r.ratio(f'one@{rtt}/floor, one wait', key))))
    return found


def group_table(results, group, rtt, keys):
    heads = columns(group, rtt)
    title = TITLES[group] + (f', {rtt} ms of round trip' if rtt else ', no delay')
    lines = [f'### {title}', '', '| | ' + ' | '.join(head for head, _ in heads) + ' |', '|---|' + '---:|' * len(heads)]
    for key in keys:
        label = key.split('/', 1)[1]
        label = f'**{label}**' if label.startswith('ours') else label
        lines.append(f'| {label} | ' + ' | '.join(cell(results, key) for _, cell in heads) + ' |')
    return '\n'.join(lines) + '\n'


def page(kept):
    results = Results(kept)
    groups = {}
    for key in results.cases:
        group, rtt = re.match(r'(.+)@(\d+)/', key).groups()
        groups.setdefault((list(TITLES).index(group), int(rtt)), []).append(key)
    parts = [kept.get('about', '') + '\n', target_table(results)]
    if os.path.exists(INSTRUCTIONS):
        with open(INSTRUCTIONS, encoding='utf-8') as file:
            parts.append('### Instructions a mail, 1 KB, one connection\n\n```\n' + file.read() + '```\n')
    parts += [group_table(results, list(TITLES)[group], rtt, keys) for (group, rtt), keys in sorted(groups.items())]
    if kept.get('skipped'):
        parts.append('Not measured: ' + ', '.join(sorted(kept['skipped'])) + '.\n')
    return '\n'.join(parts)


def write(text):
    with open(PAGE, encoding='utf-8') as file:
        old = file.read()
    before, rest = old.split('<!-- bench/run -->\n', 1)
    after = rest.split('<!-- end of bench/run -->\n', 1)[1]
    with open(PAGE, 'w', encoding='utf-8') as file:
        file.write(f'{before}<!-- bench/run -->\n\n{text}\n<!-- end of bench/run -->\n{after}')
