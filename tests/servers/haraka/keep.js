/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * A plugin of Haraka's: recipients that are refused, who must log in, and every mail a file in the folder
 * that keep.ini names, as its octets came. */
'use strict';
const fs = require('fs');

exports.register = function () {
	this.main = this.config.get('keep.ini').main;
	this.register_hook('rcpt', 'recipient');
	this.register_hook('queue', 'keep');
	// The same, of those who have logged in.
	this.register_hook('queue_outbound', 'keep');
};

exports.recipient = function (next, connection, [recipient]) {
	const { address } = recipient;
	if (connection.local.port !== Number(this.main.plain) && !connection.notes.auth_user) {
		next(DENY, 'Who are you?');
	} else if (address === 'refused@example.com') {
		next(DENY, 'No such user');
	} else if (address === 'later@example.com') {
		next(DENYSOFT, 'Try later');
	} else {
		next(OK);
	}
};

exports.keep = function (next, connection) {
	const { uuid, message_stream } = connection.transaction;
	const path = `${this.main.folder}/${uuid}`;
	const file = fs.createWriteStream(`${path}.part`);
	file.on('close', () => {
		fs.renameSync(`${path}.part`, path);
		next(OK, 'Kept');
	});
	message_stream.pipe(file, { line_endings: '\r\n', ending_dot: false, dot_stuffing: false });
};
