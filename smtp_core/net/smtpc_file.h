/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * A mail on its way into a folder: a Maildir's new/, or name.eml. Only here is it known how
 * platforms differ in that. */
#ifndef SMTPC_FILE_H
#define SMTPC_FILE_H

#include "smtpc.h"

enum { SMTPC_FILE_PATH_MAX = 1024 };

typedef struct smtpc_file {
	int fd;                               /* -1: there is none */
	char making[SMTPC_FILE_PATH_MAX];     /* its name until it is whole */
	char finished[SMTPC_FILE_PATH_MAX];   /* and from then on */
} smtpc_file;

void smtpc_file_init(smtpc_file *file);
/* The folder has the parts of a Maildir. */
bool smtpc_file_is_maildir(smtpc_str folder);
/* The folder is there, and is or becomes what |options| say. SOURCE. */
int smtpc_file_check(const smtpc_peer_options *options, smtpc_error *err);
/* A new file under a name that nothing else has. SOURCE. */
int smtpc_file_begin(smtpc_file *file, const smtpc_peer_options *options, smtpc_error *err);
int smtpc_file_write(smtpc_file *file, smtpc_str data, smtpc_error *err);
/* Gives it its name; on the disk, if |options| say so. SOURCE: it is gone. */
int smtpc_file_keep(smtpc_file *file, const smtpc_peer_options *options, smtpc_error *err);
/* Removes what was begun and not kept. */
void smtpc_file_forget(smtpc_file *file);

#endif
