# SPDX-License-Identifier: BSD-3-Clause
# Copyright (c) the smtpmail authors
#
#   read.py DIRECTORY
# reads all N.eml with Python's email package and prints a line of JSON for each: what it has read, in
# the form of expect.inc, and the defects that it has found. What it reads otherwise than the RFCs say
# is put right here, and nowhere else:
#
# - UTF-8 in a header (RFC 6532) is garbage to it, as it takes a message for ASCII: text_of().
# - White space between encoded words is no part of a name (RFC 2047 6.2), runs of blanks within one
#   are (RFC 5322 3.2.4); it keeps the former and shrinks the latter: name_of().
# - DEFECTS that are none.

import email.headerregistry
import email.parser
import email.policy
import functools
import hashlib
import json
import os
import sys

POLICY = email.policy.default.clone(
	header_factory=functools.lru_cache(2000)(email.headerregistry.HeaderRegistry()))
PARSER = email.parser.BytesParser(policy=POLICY)
ADDRESSES = {'from', 'sender', 'reply-to', 'to', 'cc', 'bcc'}

DEFECTS = {
	# RFC 6532 3.2 allows them; Python knows RFC 5322 only.
	'local-part contains non-ASCII characters)',
	# The parameter "name" for those who do not know RFC 2231, as most mail programs write it.
	'Content-Type: encoded word inside quoted string',
	'Content-Type: missing trailing whitespace after encoded-word',
}


# ---- Fields ----

def text_of(value):
	"""The field without its folds."""
	value = value.replace('\r\n', '')
	return value if value.isascii() else value.encode('ascii', 'surrogateescape').decode('utf-8')


def leaves_of(token, encoded=False):
	"""The texts of a name, each with whether it is of an encoded word and whether it is white space."""
	encoded = encoded or token.token_type == 'encoded-word'
	if isinstance(token, str):
		yield str(token), encoded, token.token_type == 'fws'
		return
	for inner in token:
		if inner.token_type not in ('comment', 'cfws') or inner.token_type == 'cfws' and inner:
			yield from leaves_of(inner, encoded)


def name_of(phrase):
	leaves = list(leaves_of(phrase))
	while leaves and leaves[-1][2] and not leaves[-1][1]:
		leaves.pop()
	name, between, after_encoded = '', '', False
	for text, encoded, blank in leaves:
		if blank and not encoded:
			between += text if name else ''
			continue
		name += ('' if after_encoded and encoded else between) + text
		between, after_encoded = '', encoded
	return name


def read_box(box):
	phrase = next((token for token in box[0] if token.token_type == 'display-name'), None)
	return {'name': name_of(phrase) if phrase else '', 'local': box.local_part, 'domain': box.domain}


def read_members(text, name, defects):
	tree = email.headerregistry.AddressHeader.value_parser(text)
	defects += [f'{name}: {defect}' for defect in tree.all_defects]
	members = []
	for address in tree.addresses:
		boxes = [read_box(box) for box in address.all_mailboxes]
		group = address[0].token_type == 'group'
		members += [{'group': name_of(address[0][0]), 'members': boxes}] if group else boxes
	return members


def read_date(date):
	minutes = int(date.utcoffset().total_seconds()) // 60
	seconds = date.hour * 3600 + date.minute * 60 + date.second
	return {'time': (date.toordinal() - 719163) * 86400 + seconds - minutes * 60, 'offset': minutes}


def read_field(name, text, defects):
	if name.lower() in ADDRESSES:
		return [name, read_members(text, name, defects)]
	header = POLICY.header_factory(name, text)
	defects += [f'{name}: {defect}' for defect in header.defects]
	return [name, read_date(header.datetime) if name.lower() == 'date' else str(header)]


def read_fields(message, defects):
	fields = [read_field(name, text_of(value).lstrip(' '), defects) for name, value in message.raw_items()]
	defects += [repr(defect) for defect in message.defects]
	return [field for field in fields if not field[0].lower().startswith('content-')]


# ---- Bodies ----

def read_about(part):
	params = dict(part['content-type'].params)
	disposition = part['content-disposition']
	params.pop('boundary', None)
	charset = params.pop('charset', None)
	return {
		'type': part.get_content_type(),
		'charset': charset and charset.lower(),
		'name': params.pop('name', None),
		'params': params,
		'disposition': disposition and disposition.content_disposition,
		'filename': disposition and disposition.params.get('filename'),
		'id': part['content-id'],
		'encoding': part.get('content-transfer-encoding', '7bit'),
	}


def read_part(part, defects):
	about = read_about(part)
	if part.is_multipart() and about['type'].startswith('multipart/'):
		about['parts'] = [read_inner(inner, defects) for inner in part.get_payload()]
	elif part.is_multipart():
		about['message'] = read_message(part.get_payload(0), defects)
	else:
		octets = part.get_payload(decode=True)
		about['content'] = [len(octets), hashlib.sha256(octets).hexdigest()]
	return about


def read_inner(part, defects):
	others = read_fields(part, defects)
	return read_part(part, defects) | ({'others': others} if others else {})


def read_message(message, defects):
	return {'fields': read_fields(message, defects), 'body': read_part(message, defects)}


def read_file(path):
	defects = []
	with open(path, 'rb') as file:
		message = PARSER.parsebytes(file.read())
	read = read_message(message, defects)
	return {'message': read, 'defects': [text for text in defects if text not in DEFECTS and text.partition(': ')[2] not in DEFECTS]}


def main(directory):
	for n in sorted(int(name[:-4]) for name in os.listdir(directory) if name.endswith('.eml')):
		try:
			about = read_file(f'{directory}/{n}.eml')
		except Exception as e:
			about = {'error': repr(e)}
		line = json.dumps({'n': n} | about, ensure_ascii=False) + '\n'
		sys.stdout.buffer.write(line.encode('utf-8', 'replace'))


main(sys.argv[1])
