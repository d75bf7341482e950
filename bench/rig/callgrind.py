# SPDX-License-Identifier: BSD-3-Clause
# Copyright (c) the smtpmail authors
"""Instructions a mail by function, out of two runs under callgrind."""
import re
import subprocess


def functions(file, inclusive):
    """{function: instructions}, and those of the whole program."""
    out = subprocess.run(
        ['callgrind_annotate', '--threshold=100', '--auto=no', '--inclusive=' + ('yes' if inclusive else 'no'), file],
        capture_output=True, text=True, check=True).stdout
    total, found = 0, {}
    for line in out.splitlines():
        match = re.match(r'\s*([\d,]+) \([ \d.]+%\)\s+(.+)', line)
        if not match:
            continue
        count = int(match[1].replace(',', ''))
        if match[2] == 'PROGRAM TOTALS':
            total = count
            continue
        name = re.sub(r'^.*?([^:/]+):', r'', match[2], count=1)
        name = re.sub(r" \[.*/([^/]+)\]$", r' [\1]', name)
        name = re.sub(r"'\d+( |$)", r'\1', name)
        if inclusive:
            found[name] = max(found.get(name, 0), count)
        else:
            found[name] = found.get(name, 0) + count
    return total, found


def a_mail(fewer, more, inclusive=False):
    """Both (file, mails): instructions a mail, {function: instructions a mail}."""
    (few, few_mails), (many, many_mails) = fewer, more
    total_few, by_few = functions(few, inclusive)
    total_many, by_many = functions(many, inclusive)
    mails = many_mails - few_mails
    each = {name: (count - by_few.get(name, 0)) / mails for name, count in by_many.items()}
    return (total_many - total_few) / mails, each
