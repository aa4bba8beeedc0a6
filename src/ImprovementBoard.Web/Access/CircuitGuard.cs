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

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) => async context =>
    {
        if (await IsOpenAsync())
            await next(context);
        else
            await CloseAsync();
    };

    public void Dispose() => authentication.AuthenticationStateChanged -= Changed;

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
        try
        {
            await browser.InvokeVoidAsync("sessionEnded");
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException or OperationCanceledException or InvalidOperationException)
        {
            // The page is gone, or not there yet; what it asks for is refused all the same.
        }
    }
}
