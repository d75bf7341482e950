# SPDX-License-Identifier: BSD-3-Clause
# Copyright (c) the smtpmail authors
#
# dkim_verify.py KEYS MAIL: what dkimpy thinks of each signature of a mail, as "SELECTOR pass, ...".
# KEYS has "NAME RECORD" lines and takes the place of the DNS.
import sys
import dkim

with open(sys.argv[1], 'rb') as keys:
    records = dict(line.strip().split(b' ', 1) for line in keys)
with open(sys.argv[2], 'rb') as mail:
    verifier = dkim.DKIM(mail.read())
verdicts = []
for index in range(sum(name.lower() == b'dkim-signature' for name, _ in verifier.headers)):
    try:
        passed = verifier.verify(index, lambda name, timeout=0: records.get(name.rstrip(b'.')))
    except dkim.DKIMException as error:
        passed = False
        print(error, file=sys.stderr)
    verdicts.append(verifier.signature_fields[b's'].decode() + (' pass' if passed else ' fail'))
print(', '.join(verdicts))
