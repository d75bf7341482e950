/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 */
#include "net/smtpc_stamp.h"

#include <string.h>
#include <sys/stat.h>

/* A longer path is no file's. */
enum { PATH_MOST = 4096 };

void smtpc_stamp_number(smtpc_digest *digest, uint64_t number)
{
	smtpc_digest_update(digest, &number, sizeof number);
}

void smtpc_stamp_string(smtpc_digest *digest, smtpc_str str)
{
	smtpc_stamp_number(digest, str.ptr != NULL ? str.len : UINT64_MAX);
	smtpc_digest_update(digest, str.len > 0 ? str.ptr : "", str.len);
}

void smtpc_stamp_file(smtpc_digest *digest, smtpc_str path)
{
	char name[PATH_MOST + 1];
	bool there = path.len > 0 && path.len <= PATH_MOST;
	smtpc_stamp_string(digest, path);
	if (there) {
		memcpy(name, path.ptr, path.len);
		name[path.len] = '\0';
	}
#ifdef _WIN32
	struct _stat64 st;
	there = there && _stat64(name, &st) == 0;
#else
	struct stat st;
	there = there && stat(name, &st) == 0;
#endif
	smtpc_stamp_number(digest, there);
	if (there) {
		smtpc_stamp_number(digest, (uint64_t)st.st_dev);
		smtpc_stamp_number(digest, (uint64_t)st.st_ino);
		smtpc_stamp_number(digest, (uint64_t)st.st_size);
		smtpc_stamp_number(digest, (uint64_t)st.st_mtime);
		smtpc_stamp_number(digest, (uint64_t)st.st_ctime);
#ifdef __linux__
		smtpc_stamp_number(digest, (uint64_t)st.st_mtim.tv_nsec);
		smtpc_stamp_number(digest, (uint64_t)st.st_ctim.tv_nsec);
#endif
	}
}
