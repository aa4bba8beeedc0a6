namespace ImprovementBoard.Web.Features.Account;

/// <summary>Browser and system in words, from what the browser says of itself. Only known words come out, never what was sent.</summary>
internal static class DeviceWords
{
    // Edge and Opera say Chrome too, and Chrome says Safari: the first that fits is meant.
    private static readonly (string Sign, string Words)[]
        Browsers = [("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("SamsungBrowser", "Samsung Internet"), ("Chrome/", "Chrome"), ("Safari/", "Safari")],
        Systems = [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS"), ("Mac OS X", "Mac"), ("Linux", "Linux")];

    public static string Of(string? userAgent) => $"{First(Browsers, userAgent) ?? "Unknown browser"} on {First(Systems, userAgent) ?? "an unknown system"}";

    private static string? First((string Sign, string Words)[] known, string? userAgent) =>
        known.FirstOrDefault(k => userAgent?.Contains(k.Sign, StringComparison.Ordinal) == true).Words;
}
