using ImprovementBoard.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ImprovementBoard.Tests.Hosting;

public sealed class ForwardedTests
{
    [Theory]
    [InlineData("true")]
    [InlineData("")]
    public async Task Of_two_addresses_the_one_that_the_proxy_wrote_is_believed_and_not_the_client_s(string enabled)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Configuration["FORWARDEDHEADERS_ENABLED"] = enabled;
        builder.Services.Configure<ForwardedHeadersOptions>(o => o.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto);
        await using var app = builder.Build();
        app.UseForwardedOnce();
        app.MapGet("/from", (HttpContext context) => context.Connection.RemoteIpAddress?.ToString());
        await app.StartAsync();

        using var request = new HttpRequestMessage(HttpMethod.Get, "/from") { Headers = { { "X-Forwarded-For", "203.0.113.9, 10.1.2.3" } } };
        using var answer = await app.GetTestClient().SendAsync(request);

        Assert.Equal("10.1.2.3", await answer.Content.ReadAsStringAsync());
    }
}
