using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace ImprovementBoard.EndToEnd;

/// <summary>A client that is no browser: follows no redirect and calls from a loopback address of its own, because sign-ins are limited by address.</summary>
internal sealed partial class Caller : IDisposable
{
    private static int callers = 1;
    private readonly HttpClient http;

    public Caller(Portal portal, CookieContainer? cookies = null)
    {
        var address = new IPEndPoint(IPAddress.Parse($"127.0.0.{Interlocked.Increment(ref callers)}"), 0);
#pragma warning disable CA2000 // The client disposes of its handler.
        http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            CookieContainer = cookies ?? new CookieContainer(),
            ConnectCallback = async (context, ct) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(address);
                await socket.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, ct);
                return new NetworkStream(socket, ownsSocket: true);
            },
        })
        { BaseAddress = new Uri(portal.Url) };
#pragma warning restore CA2000
    }

    public static async Task<Caller> SignedInAsync(Portal portal, Person person)
    {
        if (portal.CookiesOf(person) is { } known)
            return new Caller(portal, known);
        var cookies = new CookieContainer();
        var caller = new Caller(portal, cookies);
        using var answer = await caller.SignInAsync(person.Email(), PortalHost.Password);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        portal.Remember(person, cookies);
        return caller;
    }

    public Task<HttpResponseMessage> GetAsync(string path) => http.GetAsync(new Uri(path, UriKind.Relative));

    public async Task<(HttpStatusCode Status, string Text)> ReadAsync(string path)
    {
        using var answer = await GetAsync(path);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <param name="askFirst">Sends the form only once the portal wants it, as it is asked to with large ones.</param>
    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? origin = null, Dictionary<string, string>? form = null, bool askFirst = false)
    {
        var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = form is null ? null : new FormUrlEncodedContent(form) };
        request.Headers.ExpectContinue = askFirst;
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        return http.SendAsync(request);
    }

    /// <summary>Sends the sign-in form as a browser would.</summary>
    public async Task<HttpResponseMessage> SignInAsync(string email, string password, string? returnUrl = null)
    {
        var path = returnUrl is null ? "/sign-in" : $"/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}";
        var (_, html) = await ReadAsync(path);
        var form = Hidden().Matches(html[..html.IndexOf("</form>", StringComparison.Ordinal)]).ToDictionary(m => m.Groups["name"].Value, m => WebUtility.HtmlDecode(m.Groups["value"].Value), StringComparer.Ordinal);
        form["Input.Email"] = email;
        form["Input.Password"] = password;
        return await SendAsync(HttpMethod.Post, path, form: form);
    }

    public void Dispose() => http.Dispose();

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]+)" value="(?<value>[^"]*)" ?/?>""", RegexOptions.ExplicitCapture)]
    private static partial Regex Hidden();
}
