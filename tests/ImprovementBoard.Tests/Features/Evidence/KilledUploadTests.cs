using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using ImprovementBoard.Web;
using ImprovementBoard.Web.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Xunit.Abstractions;

namespace ImprovementBoard.Tests.Features.Evidence;

/// <summary>The real portal, killed while files come in: what it acknowledged is there, and no row names a file that is not whole.</summary>
public sealed partial class KilledUploadTests(ITestOutputHelper output)
{
    private const int Kills = 3, FileSize = 3_000_000;
    private const string Form = "/programmes/kirklees/recommendations/15/evidence/add";

    [Fact]
    public async Task Killed_while_files_come_in_it_loses_none_that_it_acknowledged()
    {
        await using var store = TestStore.OnSqlite();
        await TestDatabase.CopySeededSqliteAsync(store.File);
        var seed = Environment.TickCount;
        output.WriteLine($"Random seed {seed}");
        var random = new Random(seed);
        var acknowledged = new List<string>();
        var cut = 0;

        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var portal = await PortalProcess.StartAsync(store.Settings);
            var url = Ready().Match(portal.Said).Groups["url"].Value;
            // The cookie outlives the process: its key lies beside the database.
            if (kill == 0)
                await SignInAsync(client, url);
            var token = await TokenAsync(client, url + Form);
            Task? killing = null;
            do
            {
                var file = RandomNumberGenerator.GetBytes(FileSize);
                TestFiles.Pdf.CopyTo(file, 0);
                if (await SendAsync(client, url + Form, token, file))
                    acknowledged.Add(Convert.ToHexStringLower(SHA256.HashData(file)));
                else
                    cut++;
                // Warm by now, so that the kill falls into any part of an upload.
                killing ??= KillSoonAsync(portal, random.Next(600));
            }
            while (!killing.IsCompleted);
            await killing;
            await WholeAsync(store, acknowledged);
        }

        output.WriteLine($"{acknowledged.Count} acknowledged, {cut} cut short");
        Assert.NotEmpty(acknowledged);
        Assert.NotEqual(0, cut);
    }

    private static async Task WholeAsync(TestStore store, List<string> acknowledged)
    {
        var connection = new SqliteConnectionStringBuilder { DataSource = store.File, Pooling = false }.ConnectionString;
        await using var db = new SqliteBoardDbContext(new DbContextOptionsBuilder<SqliteBoardDbContext>().UseSqlite(connection).Options);
        var named = await db.EvidenceVersions.IgnoreQueryFilters().Where(v => v.Sha256 != null && v.Size == FileSize).Select(v => v.Sha256!).ToListAsync();
        Assert.Subset(named.ToHashSet(), acknowledged.ToHashSet());
        foreach (var sha256 in named)
            Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(store.Folder, "evidence", sha256[..2], sha256)))));
    }

    private static async Task KillSoonAsync(PortalProcess portal, int milliseconds)
    {
        await Task.Delay(milliseconds);
        await portal.KillAsync();
    }

    private static async Task SignInAsync(HttpClient client, string url)
    {
        using var content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = await TokenAsync(client, url + Urls.SignIn),
            ["_handler"] = "sign-in",
            ["Input.Email"] = "office@kirklees.example",
            ["Input.Password"] = BoardOptions.DemonstrationOptions.DefaultPassword,
        });
        using var answer = await client.PostAsync(url + Urls.SignIn, content);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    private static async Task<string> TokenAsync(HttpClient client, string address) => Token().Match(await client.GetStringAsync(address)).Groups["token"].Value;

    /// <summary>True when the portal said that the file is attached.</summary>
    private static async Task<bool> SendAsync(HttpClient client, string address, string token, byte[] file)
    {
        var fields = new Dictionary<string, string>
        {
            ["Title"] = "Audit",
            ["Kind"] = "Audit",
            ["Strength"] = "SelfReported",
            ["DatedOn"] = "2018-07-02",
            ["Finding"] = string.Create(CultureInfo.InvariantCulture, $"{file.Length} bytes."),
            ["NoChildIdentifiable"] = "true",
        };
        using var content = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" }, { new ByteArrayContent(file), "File", "audit.pdf" } };
        foreach (var (name, value) in fields)
            content.Add(new StringContent(value), name);
        try
        {
            using var answer = await client.PostAsync(address, content);
            return answer.StatusCode == HttpStatusCode.Redirect;
        }
        // The client asks a connection that was cut while it opened for its address and tells the socket's own fault.
        catch (Exception e) when (e is HttpRequestException or SocketException)
        {
            return false;
        }
    }

    [GeneratedRegex("ready on (?<url>http://[0-9.:]+)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Ready();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Token();
}
