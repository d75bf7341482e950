/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "mime/smtpc_lines.h"

#include <string.h>

#include "base/smtpc_str.h"
#include "mime/smtpc_char.h"

void smtpc_lines_init(smtpc_lines *lines)
{
	*lines = (smtpc_lines){.complete = false};
}

static void lines_begin(smtpc_lines *lines)
{
	smtpc_place place = lines->line.behind;
	lines->line = (smtpc_line_info){.from = place, .to = place, .behind = place};
	lines->complete = false;
}

/* Octets without the blanks at the end. */
static size_t lines_solid_len(smtpc_str text)
{
	while (text.len > 0 && (text.ptr[text.len - 1] == ' ' || text.ptr[text.len - 1] == '\t')) {
		text.len--;
	}
	return text.len;
}

static void lines_add_text(smtpc_line_info *line, smtpc_str text)
{
	size_t room = sizeof line->start - line->start_len;
	size_t copied = text.len < room ? text.len : room;
	memcpy(line->start + line->start_len, text.ptr, copied);
	line->start_len += copied;
	size_t solid = lines_solid_len(text);
	line->solid = solid > 0 ? line->to.at - line->from.at + solid : line->solid;
	line->eight_bit = line->eight_bit || !smtpc_str_is_ascii(text);
	line->nul = line->nul || memchr(text.ptr, '\0', text.len) != NULL;
	line->to.at += text.len;
	line->to.normal += text.len;
}

static bool lines_end(smtpc_lines *lines, uint64_t end_len)
{
	lines->line.behind = (smtpc_place){lines->line.to.at + end_len, lines->line.to.normal + 2};
	lines->after_cr = false;
	lines->complete = true;
	return true;
}

/* Ends the line at the CR before |data|, or at that CR and the LF in front of |data|. */
static bool lines_end_cr(smtpc_lines *lines, smtpc_str *data)
{
	bool crlf = data->ptr[0] == '\n';
	*data = smtpc_str_skip(*data, crlf);
	return lines_end(lines, crlf ? 2 : 1);
}

bool smtpc_lines_feed(smtpc_lines *lines, smtpc_str *data, smtpc_str *text)
{
	if (lines->complete) {
		lines_begin(lines);
	}
	*text = (smtpc_str){data->ptr, 0};
	if (data->len > 0 && !lines->after_cr) {
		text->len = smtpc_char_line_len(*data);
		lines_add_text(&lines->line, *text);
		*data = smtpc_str_skip(*data, text->len);
		if (data->len > 0 && data->ptr[0] == '\n') {
			*data = smtpc_str_skip(*data, 1);
			return lines_end(lines, 1);
		}
		/* What the CR is the end of is known only when the next octet is. */
		lines->after_cr = data->len > 0;
		*data = smtpc_str_skip(*data, lines->after_cr);
	}
	return data->len > 0 && lines_end_cr(lines, data);
}

bool smtpc_lines_finish(smtpc_lines *lines)
{
	if (lines->complete) {
		return false;
	}
	if (lines->after_cr) {
		return lines_end(lines, 1);
	}
	lines->complete = true;
	lines->line.unended = lines->line.to.at > lines->line.from.at;
	lines->line.behind = lines->line.to;
	return lines->line.unended;
}
