# SPDX-License-Identifier: BSD-3-Clause
# Copyright (c) the smtpmail authors

# ports NAME...: sets each to a port of 127.0.0.1 that is free. At random, for other runs on this machine look
# for some at the same time, and below those that the kernel gives to outgoing connections.
ports() {
	# shellcheck disable=SC2016
	read -r "$@" < <(php -n -r '
		for ($held = []; count($held) < $argv[1]; ) {
			$port = random_int(10240, 32000);
			$socket = @stream_socket_server("tcp://127.0.0.1:$port");
			if ($socket) {
				$held[$port] = $socket;
			}
		}
		echo implode(" ", array_keys($held)), "\n";' $#)
}
