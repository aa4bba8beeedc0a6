using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text;
using ImprovementBoard.Core.Access;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ImprovementBoard.Tests.Hosting;

/// <summary>The hub of the whole portal, spoken to by hand.</summary>
[Collection(PortalTests.Name)]
public sealed class CircuitLimitsTests(PortalHost portal)
{
    private static readonly byte[] Handshake = "{\"protocol\":\"blazorpack\",\"version\":1}\u001e"u8.ToArray();

    [Theory]
    [InlineData(250 * 1024, true)]
    [InlineData(257 * 1024, false)]
    public async Task A_message_up_to_256_KiB_is_read_and_a_longer_one_ends_the_circuit(int length, bool read)
    {
        using var until = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var socket = await OpenAsync(await CookieAsync(Role.Office), until.Token);
        await socket.SendAsync(Handshake, WebSocketMessageType.Binary, true, until.Token);
        Assert.Equal("{}\u001e", Encoding.UTF8.GetString(await ReceiveAsync(socket, until.Token) ?? []));

        // It calls what does not exist, so whoever read it answers with an error and goes on.
        await socket.SendAsync(Call("Nothing", length), WebSocketMessageType.Binary, true, until.Token);

        var answer = await ReceiveAsync(socket, until.Token);
        Assert.Equal(read, answer is not null && Encoding.UTF8.GetString(answer).Contains("Nothing", StringComparison.Ordinal));
        if (!read)
        {
            while (answer is not null)
                answer = await ReceiveAsync(socket, until.Token);
            Assert.NotEqual(WebSocketState.Open, socket.State);
        }
    }

    [Fact]
    public async Task Of_three_hundred_half_open_circuits_of_one_person_twenty_stand_and_nobody_else_waits()
    {
        using var until = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var cookie = await CookieAsync(Role.Member);

        // Each is opened, and never says the first word.
        var tried = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => TryOpenAsync(cookie, until.Token)));

        var held = tried.OfType<WebSocket>().ToList();
        Assert.Equal(20, held.Count);
        using (var other = await OpenAsync(await CookieAsync(Role.Commissioner), until.Token))
            Assert.Equal(WebSocketState.Open, other.State);
        foreach (var socket in held)
            socket.Dispose();
        WebSocket? again = null;
        while (again is null)
            again = await TryOpenAsync(cookie, until.Token);
        again.Dispose();
    }

    [Fact]
    public void Of_pages_that_lost_their_connection_fifty_are_kept_for_three_minutes()
    {
        var options = portal.Services.GetRequiredService<IOptions<CircuitOptions>>().Value;

        Assert.Equal((50, TimeSpan.FromMinutes(3), 5), (options.DisconnectedCircuitMaxRetained, options.DisconnectedCircuitRetentionPeriod, options.MaxBufferedUnacknowledgedRenderBatches));
    }

    private async Task<string> CookieAsync(Role role)
    {
        using var client = await portal.SignedInAsync(portal.Other.EmailOf(role));
        return client.DefaultRequestHeaders.GetValues("Cookie").Single();
    }

    private Task<WebSocket> OpenAsync(string cookie, CancellationToken ct)
    {
        var client = portal.Server.CreateWebSocketClient();
        client.ConfigureRequest = request => request.Headers.Cookie = cookie;
        return client.ConnectAsync(new Uri("ws://localhost/_blazor"), ct);
    }

    private async Task<WebSocket?> TryOpenAsync(string cookie, CancellationToken ct)
    {
        try
        {
            return await OpenAsync(cookie, ct);
        }
        catch (InvalidOperationException refused) when (refused.Message.Contains("429", StringComparison.Ordinal))
        {
            return null;
        }
    }

    /// <summary>What comes next, or null once the other side has closed.</summary>
    private static async Task<byte[]?> ReceiveAsync(WebSocket socket, CancellationToken ct)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            var got = await socket.ReceiveAsync(buffer.AsMemory(), ct);
            return got.MessageType == WebSocketMessageType.Close ? null : buffer[..got.Count];
        }
        catch (Exception e) when (e is WebSocketException or IOException)
        {
            return null;
        }
    }

    /// <summary>A call of the hub in MessagePack: kind, heads, number, name, one text of a length, no streams; the whole behind its own length.</summary>
    private static byte[] Call(string name, int length)
    {
        var size = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(size, length);
        byte[] call = [0x96, 0x01, 0x80, 0xa1, (byte)'1', (byte)(0xa0 | name.Length), .. Encoding.ASCII.GetBytes(name), 0x91, 0xdb, .. size, .. Enumerable.Repeat((byte)'a', length), 0x90];
        var prefix = new List<byte>();
        for (var left = call.Length; left > 0 || prefix.Count == 0; left >>= 7)
            prefix.Add((byte)((left & 0x7f) | (left > 0x7f ? 0x80 : 0)));
        return [.. prefix, .. call];
    }
}
