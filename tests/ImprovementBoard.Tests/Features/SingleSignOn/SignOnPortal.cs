using System.Net;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Web;
using ImprovementBoard.Web.Data;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ImprovementBoard.Tests.Features.SingleSignOn;

/// <summary>A portal with a small programme, whose council’s provider is on this machine.</summary>
public sealed class SignOnPortal : WebApplicationFactory<Program>, IAsyncLifetime
{
    private TestStore store = null!;

    internal LoopbackProvider Provider { get; private set; } = null!;

    /// <summary>The time it is, put forward by a test. Tokens are held against the machine’s own.</summary>
    internal AheadClock Clock { get; } = new();

    internal TestBoard Board { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        store = TestStore.OnSqlite();
        Provider = await LoopbackProvider.StartAsync();
        await using var scope = Services.CreateAsyncScope();
        Board = await TestBoard.AddAsync(scope.ServiceProvider.GetRequiredService<BoardDatabase>(), TimeProvider.System, "testshire");
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await base.DisposeAsync();
        await Provider.DisposeAsync();
        await store.DisposeAsync();
    }

    /// <summary>A browser that keeps cookies and follows no redirect.</summary>
    internal HttpClient Browser() => CreateClient(new() { AllowAutoRedirect = false });

    /// <summary>Clicks on “Sign in with your council account” and says yes at the provider.</summary>
    internal async Task<(string Code, string State, string Nonce)> GoAsync(HttpClient browser, string address = $"{Urls.CouncilStart}?returnUrl=/programmes/testshire")
    {
        using var answer = await browser.GetAsync(address);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return Provider.Consent(answer.Headers.Location!);
    }

    /// <summary>Comes back with the provider’s answer. Where the portal leads to.</summary>
    internal static async Task<string> BackAsync(HttpClient browser, string code, string state, string more = "")
    {
        using var answer = await browser.GetAsync($"{Urls.CouncilAnswer}?code={code}&state={Uri.EscapeDataString(state)}{more}");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location!.OriginalString;
    }

    /// <summary>Signs somebody in with the council account.</summary>
    internal async Task<string> SignInAsync(HttpClient browser, string subject, string[] groups, Action<Dictionary<string, object?>>? and = null, string address = $"{Urls.CouncilStart}?returnUrl=/programmes/testshire")
    {
        var (code, state, nonce) = await GoAsync(browser, address);
        Provider.Token = () =>
        {
            var claims = Provider.Claims(nonce, subject, groups);
            and?.Invoke(claims);
            return Provider.Sign(claims);
        };
        return await BackAsync(browser, code, state);
    }

    /// <summary>True where the browser is signed in.</summary>
    internal static async Task<bool> IsInAsync(HttpClient browser)
    {
        using var answer = await browser.GetAsync(Urls.Account);
        return answer.StatusCode == HttpStatusCode.OK;
    }

    /// <summary>Refusals in the record of sign-ins, the first first.</summary>
    internal async Task<List<string>> RefusedAsync()
    {
        await using var db = Services.GetRequiredService<BoardDatabase>().OpenWithoutProgramme();
        return await db.InstallationEvents.Where(e => e.Kind == ImprovementBoard.Core.History.InstallationEventKind.SignInRefused).OrderBy(e => e.Sequence).Select(e => e.What).ToListAsync();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Testing");
        builder.ConfigureLogging(log => log.ClearProviders());
        builder.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(Clock));
        foreach (var (key, value) in store.Settings)
            builder.UseSetting(key, value);
        foreach (var (key, value) in new Dictionary<string, string>
        {
            ["Demonstration:Load"] = "false",
            ["Limits:RequestsPerMinute"] = "1000000",
            ["SingleSignOn:Authority"] = Provider.Url,
            ["SingleSignOn:ClientId"] = LoopbackProvider.ClientId,
            ["SingleSignOn:ClientSecret"] = LoopbackProvider.ClientSecret,
            ["SingleSignOn:StrongAcr"] = "phr",
            ["SingleSignOn:Groups:0:Group"] = "leads",
            ["SingleSignOn:Groups:0:Programme"] = "testshire",
            ["SingleSignOn:Groups:0:Role"] = nameof(Role.Lead),
            ["SingleSignOn:Groups:0:Title"] = "Head of service",
            ["SingleSignOn:Groups:0:Agency"] = "Council",
            ["SingleSignOn:Groups:1:Group"] = "office",
            ["SingleSignOn:Groups:1:Programme"] = "testshire",
            ["SingleSignOn:Groups:1:Role"] = "office",
            ["SingleSignOn:Groups:1:Title"] = "Programme officer",
            ["SingleSignOn:Groups:1:Agency"] = "Council",
        })
            builder.UseSetting($"ImprovementBoard:{key}", value);
    }

    internal sealed class AheadClock : TimeProvider
    {
        public TimeSpan By { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + By;
    }
}
