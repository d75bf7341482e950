/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * server.js MODULE FOLDER CERTIFICATE PLAIN STARTTLS TLS LMTP: smtp-server on these ports of 127.0.0.1, every
 * mail a file in FOLDER/mails, as its octets came. The token good is the user's. */
'use strict';
const fs = require('fs');
const [module_, folder, certificate, plain, starttls, tls, lmtp] = process.argv.slice(2);
const { SMTPServer } = require(module_);

const pem = fs.readFileSync(certificate);
const user = 'crazymus@example.com';
const password = 's3cret code';
const replies = {
	'refused@example.com': [550, '5.1.1 No such user'],
	'later@example.com': [451, '4.3.0 Try later'],
};
let number = 0;

function failure(code, text) {
	return Object.assign(new Error(text), { responseCode: code });
}

const common = {
	key: pem,
	cert: pem,
	name: 'mx.example.com',
	size: 40000000,
	disableReverseLookup: true,
	hideENHANCEDSTATUSCODES: false,
	hideDSN: false,
	hideREQUIRETLS: false,
	maxAllowedUnauthenticatedCommands: 100,
	authMethods: ['PLAIN', 'LOGIN', 'CRAM-MD5', 'XOAUTH2'],
	onAuth(auth, session, done) {
		const good = auth.method === 'XOAUTH2' ? auth.accessToken === 'good'
			: auth.method === 'CRAM-MD5' ? auth.validatePassword(password) : auth.password === password;
		if (good && auth.username === user) {
			done(null, { user });
		} else if (auth.method === 'XOAUTH2') {
			done(null, { data: { status: '401', schemes: 'bearer', scope: 'mail' } });
		} else {
			done(failure(535, '5.7.8 Wrong user or password'));
		}
	},
	onRcptTo({ address }, session, done) {
		done(replies[address] ? failure(...replies[address]) : null);
	},
	onData(stream, session, done) {
		const path = `${folder}/mails/${++number}`;
		const pieces = [];
		stream.on('data', (piece) => pieces.push(piece));
		stream.on('end', () => {
			fs.writeFileSync(`${path}.part`, Buffer.concat(pieces));
			fs.renameSync(`${path}.part`, path);
			done(null, '2.0.0 Kept');
		});
	},
};

for (const [port, options] of [
	[plain, { authOptional: true, disabledCommands: ['AUTH', 'STARTTLS'] }],
	[starttls, {}],
	[tls, { secure: true }],
	[lmtp, { lmtp: true, authOptional: true }],
]) {
	new SMTPServer({ ...common, ...options })
		.on('error', (error) => console.log(port, error.message))
		.listen(Number(port), '127.0.0.1');
}
