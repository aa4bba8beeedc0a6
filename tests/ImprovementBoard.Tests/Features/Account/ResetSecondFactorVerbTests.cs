using Microsoft.Data.Sqlite;

namespace ImprovementBoard.Tests.Features.Account;

/// <summary>The command for who lost phone, passkeys and recovery codes.</summary>
public sealed class ResetSecondFactorVerbTests
{
    [Fact]
    public async Task It_takes_everything_away_and_signs_out()
    {
        await using var store = TestStore.OnSqlite();
        await TestDatabase.CopySeededSqliteAsync(store.File);
        await AskAsync(store.File, "UPDATE AspNetUsers SET TwoFactorEnabled = 1, AuthenticatorSecret = 'x' WHERE Email = 'lead@kirklees.example'");

        var (exitCode, said) = await PortalProcess.RunAsync(store.Settings, "reset-second-factor", "--email", "Lead@Kirklees.example");

        Assert.Equal((0, "Lead@Kirklees.example: authenticator app, passkeys and recovery codes are removed, and every device is signed out. The password stays as it is."), (exitCode, said.Trim()));
        Assert.Equal("0 ", await AskAsync(store.File, "SELECT TwoFactorEnabled || ' ' || COALESCE(AuthenticatorSecret, '') FROM AspNetUsers WHERE Email = 'lead@kirklees.example'"));
        Assert.Equal("1", await AskAsync(store.File, "SELECT COUNT(*) FROM Mail WHERE \"To\" = 'lead@kirklees.example' AND Subject LIKE '%second factor was removed'"));
    }

    [Theory]
    [InlineData("Use: reset-second-factor --email lead@council.example")]
    [InlineData("No account has the address nobody@kirklees.example.", "--email", "nobody@kirklees.example")]
    public async Task What_does_not_work_is_said_in_one_sentence(string sentence, params string[] args)
    {
        await using var store = TestStore.OnSqlite();
        await TestDatabase.CopySeededSqliteAsync(store.File);

        var (exitCode, said) = await PortalProcess.RunAsync(store.Settings, ["reset-second-factor", .. args]);

        Assert.Equal((1, sentence), (exitCode, said.Trim()));
    }

    private static async Task<string> AskAsync(string file, string sql)
    {
        await using var db = new SqliteConnection($"Data Source={file};Pooling=False");
        await db.OpenAsync();
        await using var command = db.CreateCommand();
        command.CommandText = sql;
        return $"{await command.ExecuteScalarAsync()}";
    }
}
