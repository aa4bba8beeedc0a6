using System.Net;
using System.Text.RegularExpressions;

namespace ImprovementBoard.Bench;

/// <summary>A signed-in person with a browser's cookies and no browser.</summary>
internal sealed partial class Reader : IDisposable
{
    private readonly HttpClient http;

    private Reader(Uri address)
    {
        Cookies = new CookieContainer();
        http = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false, MaxConnectionsPerServer = 64 })
        {
            BaseAddress = address,
            Timeout = TimeSpan.FromSeconds(60),
        };
    }

    public Uri Address => http.BaseAddress!;

    public CookieContainer Cookies { get; }

    public string CookieHeader => Cookies.GetCookieHeader(Address);

    /// <summary>Signs in through the form.</summary>
    public static async Task<Reader> SignInAsync(Portal portal, string who, CancellationToken ct)
    {
        var reader = new Reader(portal.Address);
        var form = await reader.http.GetStringAsync("sign-in", ct);
        var fields = HiddenField().Matches(form).ToDictionary(m => m.Groups["name"].Value, m => WebUtility.HtmlDecode(m.Groups["value"].Value), StringComparer.Ordinal);
        (fields["Input.Email"], fields["Input.Password"]) = ($"{who}@kirklees.example", Portal.Password);
        using var answer = await reader.http.PostAsync("sign-in", new FormUrlEncodedContent(fields), ct);
        return answer.StatusCode == HttpStatusCode.Redirect && reader.CookieHeader.Contains("improvementboard=", StringComparison.Ordinal)
            ? reader
            : throw new InvalidOperationException($"Signing in as {who} was answered {(int)answer.StatusCode}.");
    }

    /// <summary>A page; anything but 200 is a fault.</summary>
    public Task<string> PageAsync(string path, CancellationToken ct) => http.GetStringAsync(path, ct);

    public void Dispose() => http.Dispose();

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HiddenField();
}
