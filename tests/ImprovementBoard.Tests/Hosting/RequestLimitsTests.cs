using System.Net;
using System.Security.Claims;
using ImprovementBoard.Web;
using ImprovementBoard.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ImprovementBoard.Tests.Hosting;

/// <summary>The limits with handlers of our own behind them: counting needs no page.</summary>
public sealed class RequestLimitsTests
{
    [Fact]
    public async Task One_person_who_asks_too_much_waits_and_nobody_else_does()
    {
        var log = new ListLog();
        await using var app = await StartAsync(new() { RequestsPerMinute = 60 }, log);
        for (var i = 0; i < 60; i++)
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(app, "/page", "lead")).StatusCode);

        using var refused = await GetAsync(app, "/page", "lead");
        Assert.Equal((HttpStatusCode.TooManyRequests, "60"), (refused.StatusCode, refused.Headers.RetryAfter!.ToString()));
        Assert.Equal("Too many requests. Wait a minute and try again.", await refused.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(app, "/page", "chair")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(app, "/page", null)).StatusCode);
        Assert.Equal("Warning Refused GET of HTTP: GET /page by lead: it was one too many.", Assert.Single(log.Lines, l => l.StartsWith("Warning", StringComparison.Ordinal)).Trim());
    }

    [Fact]
    public async Task An_export_counts_as_twenty_pages()
    {
        await using var app = await StartAsync(new() { RequestsPerMinute = 60 });
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(app, "/export", "lead")).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await GetAsync(app, "/export", "lead")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(app, "/page", "lead")).StatusCode);
    }

    [Theory]
    [InlineData("2001:db8:1:2:3::4", "2001:db8:1:2:ffff::1", false)]
    [InlineData("2001:db8:1:2::4", "2001:db8:1:3::4", true)]
    [InlineData("::ffff:10.0.0.1", "10.0.0.1", false)]
    public async Task An_address_of_the_long_kind_counts_by_its_first_half(string first, string second, bool apart)
    {
        await using var app = await StartAsync(new() { RequestsPerMinute = 60 });
        for (var i = 0; i < 60; i++)
            await GetAsync(app, "/health/x", null, first);
        Assert.Equal(apart ? HttpStatusCode.NotFound : HttpStatusCode.TooManyRequests, (await GetAsync(app, "/health/x", null, second)).StatusCode);
    }

    [Fact]
    public async Task One_person_opens_so_many_circuits_and_one_that_ends_makes_room()
    {
        await using var app = await StartAsync(new() { CircuitsPerPerson = 2 });
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        var held = new[] { await OpenAsync(app, first.Token), await OpenAsync(app, second.Token) };

        // Routing takes a slash at the end as well.
        foreach (var address in new[] { "/_blazor", "/_blazor/", "/_BLAZOR//" })
        {
            using var refused = await GetAsync(app, address, "lead");
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.StartsWith("Too many pages of yours are open at once.", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        await first.CancelAsync();
        var third = await OpenAsync(app, second.Token);
        await second.CancelAsync();
        foreach (var circuit in held.Append(third))
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => circuit);
    }

    [Fact]
    public async Task What_comes_in_the_clear_from_another_machine_is_sent_to_https_and_what_begins_here_is_not()
    {
        await using var app = await StartAsync(new());
        using var remote = await GetAsync(app, "/page?of=2", "lead", from: "10.1.2.3");
        Assert.Equal((HttpStatusCode.PermanentRedirect, "https://localhost/page?of=2"), (remote.StatusCode, remote.Headers.Location!.ToString()));
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(app, "/page", "lead", from: "127.0.0.1")).StatusCode);
    }

    [Fact]
    public async Task A_fault_stands_in_the_log_under_the_reference_of_its_page_without_the_address()
    {
        var log = new ListLog();
        await using var app = await StartAsync(new(), log);
        using var answer = await GetAsync(app, "/broken/a-secret", "lead");
        var shown = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        var line = Assert.Single(log.Lines, l => l.StartsWith("Error", StringComparison.Ordinal));
        Assert.StartsWith($"Error Reference {shown}: GET failed on HTTP: GET /broken/{{what}}", line, StringComparison.Ordinal);
        Assert.Contains("It broke.", line, StringComparison.Ordinal);
        Assert.DoesNotContain("a-secret", line, StringComparison.Ordinal);
    }

    /// <summary>A circuit that stays open until the token ends it. One that has just ended may still be counted for a moment: then it is asked for again.</summary>
    private static async Task<Task> OpenAsync(WebApplication app, CancellationToken until)
    {
        var opened = app.Services.GetRequiredService<SemaphoreSlim>();
        while (true)
        {
            var (circuit, open) = (GetAsync(app, "/_blazor", "lead", ct: until), opened.WaitAsync(until));
            if (await Task.WhenAny(circuit, open) == open)
                return circuit;
            Assert.Equal(HttpStatusCode.TooManyRequests, (await circuit).StatusCode);
            opened.Release();
            await open;
        }
    }

    private static async Task<WebApplication> StartAsync(BoardOptions.LimitOptions limits, ListLog? log = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Staging" });
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        if (log is not null)
            builder.Logging.AddProvider(log);
        builder.Services.AddRequestLimits(new BoardOptions { Limits = limits }).AddHttps(builder.Configuration).AddExceptionHandler<FaultLog>().AddSingleton<Refusals>().AddSingleton(TimeProvider.System).AddSingleton(new SemaphoreSlim(0));
        var app = builder.Build();
        app.Use((context, next) =>
        {
            context.Connection.RemoteIpAddress = IPAddress.Parse(context.Request.Headers["From-Address"].ToString() is { Length: > 0 } given ? given : "127.0.0.1");
            if (context.Request.Headers["Person"].ToString() is { Length: > 0 } person)
                context.User = new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, person)], "test"));
            return next(context);
        });
        app.UseHttpsOnly();
        app.UseErrorPages();
        app.UseRateLimiter();
        app.MapGet("/page", () => "A page");
        app.MapGet("/export", () => "An export").WithMetadata(new ExportAttribute());
        app.MapGet("/broken/{what}", string (string what) => throw new InvalidOperationException("It broke."));
        app.MapGet(Urls.Error, (HttpContext context) => context.TraceIdentifier);
        app.MapGet("/_blazor", async (SemaphoreSlim opened, HttpContext context) =>
        {
            opened.Release();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await app.StartAsync();
        return app;
    }

    private static async Task<HttpResponseMessage> GetAsync(WebApplication app, string path, string? person, string from = "", CancellationToken ct = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (person is not null)
            request.Headers.Add("Person", person);
        request.Headers.Add("From-Address", from);
        return await app.GetTestClient().SendAsync(request, ct);
    }
}
