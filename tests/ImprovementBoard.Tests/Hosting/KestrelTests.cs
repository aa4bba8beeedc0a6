using System.Net;
using System.Net.Sockets;
using System.Text;
using ImprovementBoard.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace ImprovementBoard.Tests.Hosting;

/// <summary>What the real web server refuses before any page sees it, over real connections.</summary>
public sealed class KestrelTests
{
    [Fact]
    public async Task Of_two_thousand_and_one_circuits_at_once_the_last_is_refused_and_pages_go_on()
    {
        await using var app = await StartAsync();
        var open = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 2_000; i++)
            {
                open.Add(await ConnectAsync(app));
                Assert.StartsWith("HTTP/1.1 101 ", await AskAsync(open[^1], "GET /_blazor HTTP/1.1\r\nHost: portal.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"), StringComparison.Ordinal);
            }

            using var last = await ConnectAsync(app);
            Assert.DoesNotContain(" 101 ", await AskAsync(last, "GET /_blazor HTTP/1.1\r\nHost: portal.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"), StringComparison.Ordinal);
            using var page = await ConnectAsync(app);
            Assert.StartsWith("HTTP/1.1 200 ", await AskAsync(page, "GET /page HTTP/1.1\r\nHost: portal.example\r\n\r\n"), StringComparison.Ordinal);
        }
        finally
        {
            open.ForEach(c => c.Dispose());
        }
    }

    [Theory]
    [InlineData("portal.example", true)]
    [InlineData("portal.example\rInjected: yes", false)]
    [InlineData("portal.example\r\n Injected: yes", false)]
    [InlineData("portal.example\nInjected: yes\r\n\r\n", false)]
    [InlineData("portal.example%0d%0aInjected:%20yes", false)]
    [InlineData("portal.example\0Injected: yes", false)]
    public async Task A_line_break_in_the_host_starts_no_line_in_the_redirect_to_https(string host, bool good)
    {
        await using var app = await StartAsync();
        using var client = await ConnectAsync(app);

        var head = await AskAsync(client, $"GET /page HTTP/1.1\r\nFrom-Address: 203.0.113.9\r\nHost: {host}\r\n\r\n");

        Assert.DoesNotContain("\nInjected", head, StringComparison.OrdinalIgnoreCase);
        if (good)
            Assert.Contains("\r\nLocation: https://portal.example/page\r\n", head, StringComparison.Ordinal);
        else
            Assert.True(head.StartsWith("HTTP/1.1 400 ", StringComparison.Ordinal) || head.Contains("\r\nLocation: https://portal.example/page\r\n", StringComparison.Ordinal), head);
    }

    private static async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Staging" });
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.WebHost.LimitRequests();
        builder.Logging.ClearProviders();
        builder.Services.AddHttps(builder.Configuration);
        var app = builder.Build();
        app.Use((context, next) =>
        {
            if (context.Request.Headers["From-Address"].ToString() is { Length: > 0 } from)
                context.Connection.RemoteIpAddress = IPAddress.Parse(from);
            return next(context);
        });
        app.UseHttpsOnly();
        app.MapGet("/page", () => "A page");
        app.MapGet("/_blazor", async (HttpContext context) =>
        {
            await using var circuit = await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
            await circuit.CopyToAsync(Stream.Null, context.RequestAborted);
        });
        await app.StartAsync();
        return app;
    }

    private static async Task<TcpClient> ConnectAsync(WebApplication app)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, new Uri(app.Urls.Single()).Port);
        return client;
    }

    /// <summary>Sends text as it is, and reads the head of the answer.</summary>
    private static async Task<string> AskAsync(TcpClient client, string request)
    {
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        var (head, buffer) = (new StringBuilder(), new byte[4096]);
        while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(buffer) is > 0 and var read)
            head.Append(Encoding.Latin1.GetString(buffer, 0, read));
        return head.ToString();
    }
}
