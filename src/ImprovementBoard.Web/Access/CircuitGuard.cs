using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.JSInterop;

namespace ImprovementBoard.Web.Access;

/// <summary>
/// What a person does on an open page puts the idle limit off, though no request is made. Once the session has ended nothing done there arrives any more, and the
/// page is loaded again, which leads to signing in.
/// </summary>
internal sealed class CircuitGuard(AuthenticationStateProvider authentication, SessionWatch watch, IJSRuntime browser) : CircuitHandler, IDisposable
{
    private bool closed;

    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        authentication.AuthenticationStateChanged += Changed;
        return Task.CompletedTask;
    }

    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        // Not waited for: its answer comes on the connection that waits for this.
        _ = NameAsync(circuit.Id);
        return Task.CompletedTask;
    }

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) => async context =>
    {
        if (await IsOpenAsync())
            await next(context);
        else
            await CloseAsync();
    };

    public void Dispose() => authentication.AuthenticationStateChanged -= Changed;

    /// <summary>Tells the page what a fault in its circuit is called in the log.</summary>
    internal Task NameAsync(string circuit) => CallAsync("circuitOpened", circuit);

    private async Task<bool> IsOpenAsync() =>
        SessionClaims.Of((await authentication.GetAuthenticationStateAsync()).User) is { } session && await watch.IsLiveAsync(session, used: true);

    private void Changed(Task<AuthenticationState> state) => _ = LookAsync(state);

    private async Task LookAsync(Task<AuthenticationState> state)
    {
        if ((await state).User.Identity?.IsAuthenticated != true)
            await CloseAsync();
    }

    private async Task CloseAsync()
    {
        if (closed)
            return;
        closed = true;
        await CallAsync("sessionEnded");
    }

    private async Task CallAsync(string function, params object?[] given)
    {
        try
        {
            await browser.InvokeVoidAsync(function, given);
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException or OperationCanceledException or InvalidOperationException)
        {
            // The page is gone, or not there yet; what it asks for is refused all the same.
        }
    }
}
