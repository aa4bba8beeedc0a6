using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace ImprovementBoard.Web.Access;

/// <summary>
/// Ends an open circuit with the session it was opened with: at once where that is ended on this node, within a minute elsewhere. A circuit that is
/// reconnected with the cookie of another session belongs to nobody from then on (dotnet/aspnetcore#65272).
/// </summary>
internal sealed class CircuitAuthentication : RevalidatingServerAuthenticationStateProvider, IHostEnvironmentAuthenticationStateProvider
{
    private static readonly AuthenticationState Nobody = new(new ClaimsPrincipal(new ClaimsIdentity()));

    private readonly SessionWatch watch;
    private Guid? session;
    private bool opened;

    public CircuitAuthentication(ILoggerFactory loggers, SessionWatch watch) : base(loggers)
    {
        this.watch = watch;
        watch.Ended += End;
    }

    protected override TimeSpan RevalidationInterval => TimeSpan.FromMinutes(1);

    void IHostEnvironmentAuthenticationStateProvider.SetAuthenticationState(Task<AuthenticationState> authenticationStateTask) => SetAuthenticationState(SameAsync(authenticationStateTask));

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        SessionClaims.Of(authenticationState.User) is { } id && await watch.IsLiveAsync(id, used: false, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        watch.Ended -= End;
        base.Dispose(disposing);
    }

    private async Task<AuthenticationState> SameAsync(Task<AuthenticationState> asked)
    {
        var state = await asked;
        var now = SessionClaims.Of(state.User);
        if (!opened)
            (opened, session) = (true, now);
        return now == session ? state : Nobody;
    }

    private void End(object? sender, SessionsEnded ended)
    {
        if (session is { } mine && ended.Sessions.Contains(mine))
            SetAuthenticationState(Task.FromResult(Nobody));
    }
}
