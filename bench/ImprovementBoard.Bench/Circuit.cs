using System.Buffers;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace ImprovementBoard.Bench;

/// <summary>
/// A Blazor circuit without a browser: opens a page, starts its circuit over a WebSocket, answers what the script would answer and
/// sends events. The wire codec is the framework's own internal class, made by reflection; there is no public one.
/// </summary>
internal sealed partial class Circuit : IAsyncDisposable
{
    private static readonly Type ProtocolType = Assembly.Load("Microsoft.AspNetCore.Components.Server")
        .GetType("Microsoft.AspNetCore.Components.Server.BlazorPack.BlazorPackHubProtocol", throwOnError: true)!;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly IHubProtocol protocol = (IHubProtocol)Activator.CreateInstance(ProtocolType)!;
    private readonly Messages binder = new();
    private readonly ClientWebSocket socket = new();
    private readonly SemaphoreSlim sending = new(1);
    private readonly List<EventHandlerOf> handlers = [];
    private readonly TaskCompletionSource<long> dispatcher = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource rendered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task reading = Task.CompletedTask;
    private int calls;

    /// <summary>Opens a page as a browser does and waits until its island has drawn something that answers to events.</summary>
    public static async Task<Circuit> OpenAsync(Reader reader, string path, CancellationToken ct)
    {
        var circuit = new Circuit();
        try
        {
            await circuit.StartAsync(reader, path, ct);
            return circuit;
        }
        catch
        {
            await circuit.DisposeAsync();
            throw;
        }
    }

    /// <summary>The handlers drawn so far, in document order of each batch.</summary>
    public IReadOnlyList<EventHandlerOf> Handlers(string element, string @event)
    {
        lock (handlers)
            return [.. handlers.Where(h => h.Element == element && h.Event == @event)];
    }

    /// <summary>The button that says this, as soon as it is drawn: a page draws its parts in no fixed order.</summary>
    public async Task<EventHandlerOf> ButtonAsync(string says, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < TimeSpan.FromSeconds(20))
        {
            if (Handlers("button", "onclick").FirstOrDefault(h => h.Says == says) is { } button)
                return button;
            await Task.Delay(50, ct);
        }
        throw new InvalidOperationException($"No button says “{says}”. The page shows: {LastWords}");
    }

    /// <summary>Sends an event; the answer comes as a render batch or a navigation.</summary>
    public async Task DispatchAsync(EventHandlerOf handler, string name, string arguments, CancellationToken ct)
    {
        await SeenAsync(dispatcher.Task, ct);
        var target = await dispatcher.Task;
        var json = $$"""[{"eventHandlerId":{{handler.Id}},"eventName":"{{name}}","eventFieldInfo":null},{{arguments}}]""";
        await SendAsync(new InvocationMessage("BeginInvokeDotNetFromJS", [$"{Interlocked.Increment(ref calls)}", null, "DispatchEventAsync", target, json]), ct);
    }

    /// <summary>The last texts drawn.</summary>
    public string LastWords { get; private set; } = "nothing";

    public async ValueTask DisposeAsync()
    {
        socket.Abort();
        try
        {
            await reading;
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or InvalidOperationException)
        {
            // The connection was cut on purpose.
        }
        socket.Dispose();
        sending.Dispose();
    }

    private async Task StartAsync(Reader reader, string path, CancellationToken ct)
    {
        var html = await reader.PageAsync(path, ct);
        var markers = Marker().Matches(html).Select(m => m.Groups["json"].Value).Where(m => m.Contains("\"descriptor\"", StringComparison.Ordinal)).ToList();
        if (markers.Count == 0)
            throw new InvalidOperationException($"The page {path} has no interactive part.");
        var state = State().Match(html).Groups["state"].Value;

        socket.Options.SetRequestHeader("Cookie", reader.CookieHeader);
        await socket.ConnectAsync(new UriBuilder(new Uri(reader.Address, "_blazor")) { Scheme = "ws" }.Uri, ct);
        await socket.SendAsync(Encoding.UTF8.GetBytes("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"), WebSocketMessageType.Text, true, ct);
        reading = Task.Run(() => ReadAsync(ct), ct);

        await SendAsync(new InvocationMessage("start", "StartCircuit", [reader.Address.ToString(), new Uri(reader.Address, path).ToString(), "[]", state]), ct);
        await SeenAsync(started.Task, ct);
        var operations = string.Join(',', markers.Select((m, i) => $$"""{"type":"add","ssrComponentId":{{i + 1}},"marker":{{m}}}"""));
        await SendAsync(new InvocationMessage("UpdateRootComponents", [$$"""{"batchId":1,"operations":[{{operations}}]}""", state]), ct);
        await SeenAsync(rendered.Task, ct);
    }

    /// <summary>Waits for something the portal says; a circuit that broke says why.</summary>
    private async Task SeenAsync(Task what, CancellationToken ct)
    {
        var patience = Task.Delay(Patience, ct);
        var first = await Task.WhenAny(what, reading, patience);
        if (first == reading)
            await reading;
        else if (first == patience)
            throw new TimeoutException($"The circuit did not answer within {Patience.TotalSeconds:0} s. It last showed: {LastWords}");
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var shakenHands = false;
        while (socket.State == WebSocketState.Open)
        {
            var got = await socket.ReceiveAsync(buffer.GetMemory(16384), ct);
            if (got.MessageType == WebSocketMessageType.Close)
                throw new InvalidOperationException("The portal closed the circuit.");
            buffer.Advance(got.Count);
            var unread = new ReadOnlySequence<byte>(buffer.WrittenMemory);
            if (!shakenHands)
            {
                if (unread.PositionOf((byte)0x1e) is not { } end)
                    continue;
                unread = unread.Slice(unread.GetPosition(1, end));
                shakenHands = true;
            }
            while (protocol.TryParseMessage(ref unread, binder, out var message))
                await AnswerAsync(message, ct);
            var rest = unread.ToArray();
            buffer.ResetWrittenCount();
            buffer.Write(rest);
        }
    }

    private async Task AnswerAsync(HubMessage message, CancellationToken ct)
    {
        switch (message)
        {
            case PingMessage:
                await SendAsync(PingMessage.Instance, ct);
                break;
            case CompletionMessage { InvocationId: "start" } done:
                if (done.Error is not null || done.Result is null)
                    throw new InvalidOperationException($"The circuit did not start: {done.Error}");
                started.TrySetResult();
                break;
            case InvocationMessage { Target: "JS.RenderBatch", Arguments: [long id, byte[] batch] }:
                Draw(batch);
                await SendAsync(new InvocationMessage("OnRenderCompleted", [id, null]), ct);
                break;
            case InvocationMessage { Target: "JS.BeginInvokeJS", Arguments: [long handle, string what, string arguments, ..] }:
                Note(what, arguments);
                if (handle != 0)
                    await SendAsync(new InvocationMessage("EndInvokeJSFromDotNet", [handle, true, $"[{handle},true,null]"]), ct);
                break;
            case InvocationMessage { Target: "JS.Error", Arguments: [string error] }:
                throw new InvalidOperationException($"The circuit failed: {error}");
            case InvocationBindingFailureMessage { BindingFailure: var failure, Target: var target }:
                throw new InvalidOperationException($"The message {target} was not understood: {failure.SourceException.Message}");
            case CloseMessage close:
                throw new InvalidOperationException($"The portal closed the circuit: {close.Error}");
        }
    }

    private void Draw(byte[] batch)
    {
        lock (handlers)
        {
            var replaced = RenderBatch.Replaced(batch);
            for (var i = 0; i < handlers.Count; i++)
            {
                if (replaced.TryGetValue(handlers[i].Id, out var now))
                    handlers[i] = handlers[i] with { Id = now };
            }
            if (replaced.Count == 0)
                handlers.AddRange(RenderBatch.Handlers(batch));
        }
        if (RenderBatch.Texts(batch) is { Length: > 0 } words)
            LastWords = words;
        if (handlers.Count > 0)
            rendered.TrySetResult();
    }

    private void Note(string what, string arguments)
    {
        if (what.EndsWith("attachWebRendererInterop", StringComparison.Ordinal))
            dispatcher.TrySetResult(JsonDocument.Parse(arguments).RootElement[1].GetProperty("__dotNetObject").GetInt64());
    }

    private async Task SendAsync(HubMessage message, CancellationToken ct)
    {
        await sending.WaitAsync(ct);
        try
        {
            await socket.SendAsync(protocol.GetMessageBytes(message), WebSocketMessageType.Binary, true, ct);
        }
        finally
        {
            sending.Release();
        }
    }

    [GeneratedRegex("<!--Blazor:(?<json>\\{.*?\\})-->", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Marker();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(?<state>[^-]*)-->", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex State();

    /// <summary>What the portal may say to a browser.</summary>
    private sealed class Messages : IInvocationBinder
    {
        public IReadOnlyList<Type> GetParameterTypes(string methodName) => methodName switch
        {
            "JS.RenderBatch" => [typeof(long), typeof(byte[])],
            "JS.BeginInvokeJS" => [typeof(long), typeof(string), typeof(string), typeof(int), typeof(long), typeof(int)],
            "JS.AttachComponent" => [typeof(int), typeof(string)],
            "JS.EndInvokeDotNet" => [typeof(string), typeof(bool), typeof(string)],
            "JS.EndUpdateRootComponents" => [typeof(long)],
            "JS.Error" => [typeof(string)],
            _ => [],
        };

        public Type GetReturnType(string invocationId) => typeof(string);

        public Type GetStreamItemType(string streamId) => typeof(object);
    }
}
