"""The server's socket, as the command opens it."""

import asyncio
import socket

from wireledger.cli.review import _listening


def test_answers_leave_at_once():
    """Nagle's delay is off: with it, a decision that follows another request waits 45 ms for nothing."""

    async def accepted_option(listener):
        options = []
        accepted = asyncio.Event()

        def on_connection(reader, writer):
            options.append(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()
            accepted.set()

        async with await asyncio.start_server(on_connection, sock=listener):
            _, writer = await asyncio.open_connection(*listener.getsockname())
            await accepted.wait()
            writer.close()
            await writer.wait_closed()
        return options

    with _listening(0) as listener:
        listener.setblocking(False)
        (option,) = asyncio.run(accepted_option(listener))
    assert option
