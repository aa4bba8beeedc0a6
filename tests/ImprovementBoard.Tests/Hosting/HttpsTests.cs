using System.Net;
using ImprovementBoard.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Logging;

namespace ImprovementBoard.Tests.Hosting;

/// <summary>Where a council runs it nothing is said in the clear; in Development it must be.</summary>
[Collection(PortalTests.Name)]
public sealed class HttpsTests(PortalHost portal)
{
    private static readonly Uri Secure = new("https://portal.example/sign-in"), Clear = new("http://portal.example/sign-in?of=2");

    [Fact]
    public async Task Every_answer_over_https_keeps_browsers_there_for_a_year_with_all_names_below()
    {
        using var client = portal.Anonymous();
        foreach (var path in new[] { "/sign-in", "/programmes", "/no-such-page", "/app.css" })
        {
            using var answer = await client.GetAsync(new Uri(Secure, path));
            Assert.Equal(["max-age=31536000; includeSubDomains"], answer.Headers.GetValues("Strict-Transport-Security"));
        }
    }

    [Theory]
    [InlineData(null, HttpStatusCode.PermanentRedirect, "https://portal.example/sign-in?of=2")]
    [InlineData("https", HttpStatusCode.OK, null)]
    public async Task What_a_proxy_took_in_the_clear_is_sent_to_https(string? proto, HttpStatusCode expected, string? to)
    {
        using var client = portal.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Get, Clear) { Headers = { { "X-Forwarded-For", "203.0.113.9" } } };
        if (proto is not null)
            request.Headers.Add("X-Forwarded-Proto", proto);

        using var answer = await client.SendAsync(request);

        Assert.Equal((expected, to), (answer.StatusCode, answer.Headers.Location?.ToString()));
        Assert.Equal(proto is not null, answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task In_Development_neither_is_done()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddHttps(builder.Configuration);
        await using var app = builder.Build();
        app.Use((context, next) =>
        {
            context.Connection.RemoteIpAddress = IPAddress.Parse("203.0.113.9");
            return next(context);
        });
        app.UseHttpsOnly();
        app.MapGet("/sign-in", () => "A page");
        await app.StartAsync();

        foreach (var address in new[] { Secure, Clear })
        {
            using var answer = await app.GetTestClient().GetAsync(address);
            Assert.Equal((HttpStatusCode.OK, false), (answer.StatusCode, answer.Headers.Contains("Strict-Transport-Security")));
        }
    }
}
