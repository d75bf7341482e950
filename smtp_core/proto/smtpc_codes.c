/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * What reply codes mean: RFC 5321 §4.2.3, RFC 4954 §6 (235 334 432 454 534 535 538), RFC 3207 §4
 * (454), RFC 7504 (521 556). */
#include "smtpc.h"

typedef struct code_row {
	int code;
	const char *text;
} code_row;

static const code_row code_rows[] = {
	{211, "System status, or system help reply"},
	{214, "Help message"},
	{220, "Service ready"},
	{221, "Service closing the connection"},
	{235, "Authentication succeeded"},
	{250, "Requested mail action completed"},
	{251, "User not local; the server will forward the mail"},
	{252, "The server cannot verify the user, but takes the mail and tries to deliver it"},
	{334, "The server waits for the next step of the authentication"},
	{354, "Start mail input; end with a line that holds only a dot"},
	{421, "Service not available, closing the connection"},
	{432, "A password transition is needed"},
	{450, "Mailbox unavailable for now: busy, or blocked for policy reasons"},
	{451, "Action aborted: local error in processing"},
	{452, "Action not taken: not enough storage, or too many recipients"},
	{454, "Temporary authentication failure, or TLS not available for now"},
	{455, "The server cannot take the parameters for now"},
	{500, "Syntax error: command not recognised, or line too long"},
	{501, "Syntax error in parameters or arguments"},
	{502, "Command not implemented"},
	{503, "Bad sequence of commands"},
	{504, "Command parameter not implemented"},
	{521, "The host does not accept mail"},
	{530, "Authentication required"},
	{534, "The authentication mechanism is too weak"},
	{535, "Authentication failed: user name or password (or app password) is wrong"},
	{538, "The authentication mechanism needs an encrypted connection"},
	{550, "Action not taken: mailbox unavailable: not found, no access, or refused by policy"},
	{551, "User not local; try the address that the server names"},
	{552, "Action aborted: storage or message size exceeded"},
	{553, "Action not taken: mailbox name not allowed"},
	{554, "Transaction failed, or no SMTP service here"},
	{555, "MAIL or RCPT parameters not recognised or not implemented"},
	{556, "The domain does not accept mail"},
};

const char *smtpc_reply_text(int code)
{
	for (size_t i = 0; i < sizeof code_rows / sizeof code_rows[0]; i++) {
		if (code_rows[i].code == code) {
			return code_rows[i].text;
		}
	}
	return NULL;
}
