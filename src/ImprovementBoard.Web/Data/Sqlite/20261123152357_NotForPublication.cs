using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ImprovementBoard.Web.Data.Sqlite
{
    /// <inheritdoc />
    public partial class NotForPublication : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "NotForPublication",
                table: "Actions",
                type: "TEXT",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "NotForPublication",
                table: "Actions");
        }
    }
}
