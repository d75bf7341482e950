# SPDX-License-Identifier: BSD-3-Clause
# Copyright (c) the smtpmail authors
#
# mime_parts.py FILE: the parts of a MIME entity that hold something, in JSON, as Python's email package
# decodes them. What it finds wrong with the entity makes it fail.
import base64
import email
import email.policy
import json
import sys

with open(sys.argv[1], 'rb') as file:
    entity = email.message_from_binary_file(file, policy=email.policy.default)
parts = []
for part in entity.walk():
    if part.defects:
        sys.exit(repr(part.defects))
    if not part.is_multipart():
        content = base64.b64encode(part.get_payload(decode=True)).decode()
        parts.append({'type': part.get_content_type(), 'name': part.get_filename(), 'content': content})
json.dump(parts, sys.stdout)
