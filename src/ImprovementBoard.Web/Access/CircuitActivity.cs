using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace ImprovementBoard.Web.Access;

/// <summary>What a person does on an open page puts the idle limit off, though no request is made.</summary>
internal sealed class CircuitActivity(AuthenticationStateProvider authentication, SessionWatch watch) : CircuitHandler
{
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) => async context =>
    {
        if (SessionClaims.Of((await authentication.GetAuthenticationStateAsync()).User) is { } session)
            await watch.IsLiveAsync(session, used: true);
        await next(context);
    };
}
