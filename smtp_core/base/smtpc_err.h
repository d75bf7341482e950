/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Filling in smtpc_error: code, sentence, and what the map of errors says about the code. */
#ifndef SMTPC_ERR_H
#define SMTPC_ERR_H

#include "smtpc.h"

#if defined(__GNUC__)
#define SMTPC_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#else
#define SMTPC_PRINTF(fmt, args)
#endif

/* For "%.*s". */
#define SMTPC_FMT(str) (int)((str).len > 1024 ? 1024 : (str).len), ((str).len > 0 ? (str).ptr : "")

/* Sets |err| (which may be NULL) and returns |code|, so that `return smtpc_fail(…)` reads well.
 * |format| NULL: the map's own text. The sentence is cut to fit, on a character, and control
 * characters and broken UTF-8 in it become '?'. The outcome is NOT_SENT, the stage RESOLVE until
 * somebody who knows sets it. */
int smtpc_fail(smtpc_error *err, int code, const char *format, ...) SMTPC_PRINTF(3, 4);

/* Copies |text| to |out| (always NUL-terminated) as printable UTF-8: LF and tab become a
 * space, other control characters '?', and octets that are not UTF-8 are taken as Latin-1. Returns
 * the octets written. */
size_t smtpc_printable(char *out, size_t size, smtpc_str text);

#endif
