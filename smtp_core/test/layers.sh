#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# Copyright (c) the smtpmail authors
#
# Who may know whom, checked: run in smtp_core/ with the archive as the argument. Prints what breaks a
# rule, then "N passed, N failed".
archive=$1
passed=0
failed=0

# verdict NAME FINDINGS [MORE]: a rule holds when nothing was found against it.
verdict() {
	if [ -z "$2${3-}" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'layers: %s:\n%s\n' "$1" "$2${3-}" >&2
	fi
}

# includes FORBIDDEN FILE...: the include lines that match.
includes() {
	forbidden=$1
	shift
	grep -nE "^[[:space:]]*#[[:space:]]*include[[:space:]]*[<\"]($forbidden)" "$@" /dev/null
}

files() {
	find "$@" -name '*.[ch]' 2> /dev/null
}

no_io='(sys/socket|sys/un|netinet/|arpa/|netdb|poll|sys/select|sys/epoll)'
no_clock='(time|sys/time)\.h'
verdict 'the core includes no PHP header' \
	"$(includes '(\.\./)*(php|zend|Zend/|main/|ext/|TSRM|SAPI|config\.h|src/)' $(files .))"
verdict 'base knows only itself' \
	"$(includes "(\.\./)*(mime|crypto|proto|net)/|openssl/|$no_io|$no_clock" $(files base))"
verdict 'mime knows base and crypto' \
	"$(includes "(\.\./)*(proto|net)/|openssl/|$no_io|$no_clock" $(files mime))"
verdict 'crypto knows only base and OpenSSL' \
	"$(includes "(\.\./)*(mime|proto|net)/|$no_io|$no_clock" $(files crypto))"
verdict 'proto knows base and crypto, no socket, clock or TLS' \
	"$(includes "(\.\./)*(mime|net)/|openssl/|$no_io|$no_clock" $(files proto))"
verdict 'net does not know mime' "$(includes '(\.\./)*mime/' $(files net))"
verdict 'OpenSSL is for net/smtpc_tls and crypto' \
	"$(includes 'openssl/' $(files base mime proto net | grep -v '^net/smtpc_tls'))"
verdict 'nothing includes the tests' \
	"$(includes '(\.\./)*(test|fuzz)/' $(files base mime crypto proto net))"
verdict 'src includes smtpc.h and no other header of the core' \
	"$(includes '(\.\./)*(smtp_core/)?(base|mime|crypto|proto|net)/' $(files ../src))"
verdict 'src spells no SMTP verb' \
	"$(grep -nE '"(EHLO|HELO|MAIL FROM|RCPT TO|DATA|RSET|QUIT|NOOP|AUTH|STARTTLS|BDAT)[ :"\\]' $(files ../src | grep -v '_arginfo\.h$') /dev/null)"
verdict 'the core never prints, exits or jumps' \
	"$(grep -nE '(^|[^_[:alnum:]])(printf|fprintf|puts|perror|exit|_exit|abort|setjmp|longjmp|alloca|strcpy|strcat|sprintf|strtok|atoi|strtol)[[:space:]]*\(' $(files base mime crypto proto net) /dev/null)"
# What they say depends on the locale.
verdict 'the core has its own idea of letters and numbers' \
	"$(includes '(ctype|wctype|locale)\.h' $(files base mime crypto proto net))" \
	"$(grep -nE '(^|[^_[:alnum:]])(toupper|tolower|isalpha|isalnum|isspace|strcasecmp|strncasecmp|strtod|setlocale|localtime|mktime|strftime)[[:space:]]*\(' $(files base mime crypto proto net) /dev/null)"
verdict 'no program is ever started' \
	"$(grep -nE '(^|[^_[:alnum:]])(popen|system|execl|execlp|execv|execvp|execve|posix_spawn|php_exec|VCWD_POPEN|php_mail)[[:space:]]*\(' $(files base mime crypto proto net ../src) ../smtpmail.c /dev/null)"
verdict 'malloc and free are for base/smtpc_mem' \
	"$(grep -nE '(^|[^_>.[:alnum:]])(malloc|calloc|realloc|free)\(' $(files base mime crypto proto net | grep -v '^base/smtpc_mem\.c') /dev/null)"
verdict 'the archive needs nothing of PHP' \
	"$(nm -u "$archive" | grep -E ' _?(zend|php|sapi|tsrm|emalloc|efree|erealloc|executor_globals|core_globals)')"
# Constant tables of pointers are in .data.rel.ro: they are read-only once the library is loaded.
verdict 'the archive has no mutable globals' \
	"$(nm -f sysv "$archive" | awk -F'|' '$7 ~ /^\.(data|bss|tdata|tbss)|COM/ && $7 !~ /^\.data\.rel\.ro/ && $4 !~ /SECTION/')"
verdict 'every public symbol is called smtpc_' \
	"$(nm -g --defined-only "$archive" | grep -E '^[0-9a-f]+ ' | grep -vE ' smtpc_')"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
