using System.Security.Claims;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Features.Account;
using ImprovementBoard.Web.History;
using ImprovementBoard.Web.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;

namespace ImprovementBoard.Web.Features.SingleSignOn;

/// <summary>Signing in with the council’s own accounts. Without it in the settings none of its addresses is there.</summary>
internal static partial class SingleSignOnRegistration
{
    // What the sealed state says of why the provider was asked.
    private const string Invitation = "invitation", Account = "account";

    public static IServiceCollection AddSingleSignOn(this IServiceCollection services, BoardOptions options)
    {
        services.AddSingleton<SignOnProvider>().AddScoped<GroupKeeper>().AddScoped<SingleSignOnService>();
        if (!options.SingleSignOn.IsOn)
            return services;
        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.ExternalScheme).Configure<CookieRules>((cookie, rules) => rules.Apply(cookie.Cookie, "improvementboard-proved"));
        services.AddOptions<SignOnHandlerOptions>(SignOnHandler.SchemeName).Configure<CookieRules, SignOnProvider>((oidc, rules, provider) =>
        {
            var settings = options.SingleSignOn;
            (oidc.ClientId, oidc.ClientSecret) = (settings.ClientId, settings.ClientSecret);
            // The provider says where these are, once it is asked.
            oidc.AuthorizationEndpoint = oidc.TokenEndpoint = settings.Authority;
            oidc.CallbackPath = Urls.CouncilAnswer;
            oidc.SignInScheme = IdentityConstants.ExternalScheme;
            oidc.UsePkce = true;
            oidc.Backchannel = provider.Http;
            oidc.RemoteAuthenticationTimeout = TimeSpan.FromMinutes(SignOnHandler.Minutes);
            foreach (var scope in settings.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                oidc.Scope.Add(scope);
            rules.Apply(oidc.CorrelationCookie, "improvementboard-council-");
            oidc.Events.OnTicketReceived = ProvedAsync;
            oidc.Events.OnRemoteFailure = FailedAsync;
        });
        services.AddAuthentication().AddOAuth<SignOnHandlerOptions, SignOnHandler>(SignOnHandler.SchemeName, _ => { });
        return services;
    }

    public static void MapSingleSignOn(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<BoardOptions>().SingleSignOn.IsOn)
            return;
        app.MapGet(Urls.CouncilStart, (HttpContext context, string? returnUrl, bool again = false) =>
            StartAsync(context, SignInService.LocalUrl(returnUrl), new() { [SignOnHandler.Again] = again ? "true" : null })).AllowAnonymous();
        app.MapGet($"{Urls.Invitation}{{secret}}/council", (HttpContext context, string secret) =>
            StartAsync(context, Urls.InvitationOf(secret), new() { [Invitation] = secret })).AllowAnonymous().WithMetadata(new SecretAddressAttribute());
        app.MapGet(Urls.CouncilConnect, (Delegate)((HttpContext context) =>
            StartAsync(context, Urls.Council, new() { [Account] = $"{ProgrammeAccess.UserId(context.User)}" }))).RequireAuthorization();
        app.MapGet(Urls.CouncilAnswer, SignOnHandler.AnswerAsync).AllowAnonymous();
        app.MapGet(Urls.CouncilSignOut, SignOutAsync).AllowAnonymous();
    }

    /// <summary>The council account that was proved a moment ago to be connected to the account signed in, or null.</summary>
    public static async Task<SignOnIdentity?> ToConnectAsync(this HttpContext http, SingleSignOnOptions settings) =>
        await http.AuthenticateAsync(IdentityConstants.ExternalScheme) is { Succeeded: true, Properties: { } properties, Principal: { } person } && For(properties, Account) == $"{ProgrammeAccess.UserId(http.User)}"
            ? SignOnIdentity.Of([.. person.Claims], settings) : null;

    // Asking the provider signs somebody in without another click where they are signed in there: only a person’s own click on a page of the portal, or an address they typed, may ask (ASVS 5.0, 7.6.2).
    private static async Task<IResult> StartAsync(HttpContext context, string returnUrl, Dictionary<string, string?> why)
    {
        var properties = new AuthenticationProperties(why.Where(w => w.Value is not null).ToDictionary()) { RedirectUri = returnUrl };
        if (context.Request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "none" or "same-origin"))
            return Results.Redirect(For(properties, Invitation) is null && For(properties, Account) is null ? Urls.With(Urls.SignIn, ("returnUrl", returnUrl)) : returnUrl);
        try
        {
            await context.ChallengeAsync(SignOnHandler.SchemeName, properties);
            return Results.Empty;
        }
        catch (ProviderException e)
        {
            Failed(Log(context), SignOnFault.Unreachable, $"{e.Message} {e.InnerException?.Message}", "");
            return Results.Redirect(Back(SignOnFault.Unreachable, properties));
        }
    }

    private static async Task ProvedAsync(TicketReceivedContext proved)
    {
        var http = proved.HttpContext;
        var properties = proved.Properties!;
        if (For(properties, Account) is not null)
        {
            // Connecting asks for the password first, on a page: until then who it is waits in a sealed cookie, for five minutes.
            proved.Principal = new(new ClaimsIdentity(proved.Principal!.Claims.Where(c => SignOnIdentity.Naming.Contains(c.Type)), SignOnHandler.SchemeName));
            return;
        }
        var service = http.RequestServices.GetRequiredService<SingleSignOnService>();
        string to;
        try
        {
            var who = SignOnIdentity.Of([.. proved.Principal!.Claims], http.RequestServices.GetRequiredService<BoardOptions>().SingleSignOn);
            to = For(properties, Invitation) is { } secret ? await service.AcceptAsync(http, who, secret) : await service.SignInAsync(http, who, proved.ReturnUri);
        }
        catch (SignOnException e)
        {
            await http.RequestServices.GetRequiredService<Trail>().SingleSignOnRefusedAsync(e.Account, e.Fault.Recorded());
            to = Back(e.Fault, properties, proved.ReturnUri);
        }
        proved.Response.Redirect(to);
        proved.HandleResponse();
    }

    private static async Task FailedAsync(RemoteFailureContext failed)
    {
        var http = failed.HttpContext;
        var properties = failed.Properties ?? ((SignOnHandlerOptions)failed.Options).StateDataFormat.Unprotect(http.Request.Query["state"]);
        var failure = failed.Failure!;
        // Only a word that looks like one of the protocol’s is repeated, and only in the log.
        var error = failure.Data["error"] is string { Length: <= 40 } word && word.All(c => char.IsAsciiLetterLower(c) || c == '_') ? word : failure.Data.Contains("error") ? "unknown" : null;
        var fault = SignOnFaults.Of(failure, http.Request, error);
        Failed(Log(http), fault, failure is ProviderException or UnprovedException ? $"{failure.Message} {failure.InnerException?.Message}" : failure.GetType().Name, error ?? "");
        await http.RequestServices.GetRequiredService<Trail>().SingleSignOnRefusedAsync(null, fault.Recorded());
        failed.Response.Redirect(Back(fault, properties));
        failed.HandleResponse();
    }

    // The session here has ended. The provider may ask the person which account they mean, and comes back.
    private static async Task<IResult> SignOutAsync(HttpContext context, SignOnProvider provider, BoardOptions options)
    {
        try
        {
            if ((await provider.ReadAsync(ct: context.RequestAborted)).EndSessionEndpoint is { Length: > 0 } end)
                return Results.Redirect(QueryHelpers.AddQueryString(end, new Dictionary<string, string?>
                {
                    ["client_id"] = options.SingleSignOn.ClientId,
                    ["post_logout_redirect_uri"] = $"{context.Request.Scheme}://{context.Request.Host}{Urls.SignIn}",
                }));
        }
        catch (ProviderException)
        {
            // The page says so.
        }
        return Results.Redirect(Urls.With(Urls.SignIn, ("council", nameof(SignOnFault.Unreachable))));
    }

    /// <summary>Where a fault is told: where the person clicked.</summary>
    private static string Back(SignOnFault fault, AuthenticationProperties? properties, string? returnUrl = null) => properties switch
    {
        not null when For(properties, Invitation) is { } secret => Urls.With(Urls.InvitationOf(secret), ("council", fault.ToString())),
        not null when For(properties, Account) is not null => Urls.With(Urls.Council, ("council", fault.ToString())),
        _ => Urls.With(Urls.SignIn, ("council", fault.ToString()), ("returnUrl", returnUrl ?? properties?.RedirectUri)),
    };

    private static string? For(AuthenticationProperties properties, string why) => properties.Items.TryGetValue(why, out var value) ? value : null;

    private static ILogger Log(HttpContext context) => context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(SingleSignOnRegistration));

    [LoggerMessage(LogLevel.Warning, "A sign-in with the council account came to nothing: {Fault}. {Why} {Error}")]
    private static partial void Failed(ILogger log, SignOnFault fault, string why, string error);
}
